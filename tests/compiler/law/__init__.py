"""The law of the system, tried at random: programs and how they vary, edits of texts, what is compared, the machine."""

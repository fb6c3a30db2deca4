"""Rights: what people can ask about their data, who answers, and how long anything is kept."""

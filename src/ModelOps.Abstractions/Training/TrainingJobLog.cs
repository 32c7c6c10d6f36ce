namespace ModelOps;

/// <summary>What a training job has written.</summary>
/// <param name="Text">The text, standard output and errors as they came.</param>
/// <param name="IsComplete">False when older or newer parts were left out to keep it bounded.</param>
public sealed record TrainingJobLog(string Text, bool IsComplete);

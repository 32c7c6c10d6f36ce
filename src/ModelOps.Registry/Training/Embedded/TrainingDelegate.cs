namespace ModelOps.Registry.Training.Embedded;

/// <summary>A method that the host registered as a job.</summary>
internal sealed record TrainingDelegate(string Name, Func<TrainingJobContext, CancellationToken, Task> Run);

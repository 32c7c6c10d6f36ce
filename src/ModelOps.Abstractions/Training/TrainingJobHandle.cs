namespace ModelOps;

/// <summary>A job that was started.</summary>
/// <param name="Launcher"><see cref="ITrainingJobLauncher.Name"/> of what runs it.</param>
/// <param name="Id">Id, by which the launcher finds it.</param>
/// <param name="IsNew">False when the idempotency key had started it before.</param>
public sealed record TrainingJobHandle(string Launcher, string Id, bool IsNew);

using System.Collections.Concurrent;

namespace ModelOps.Registry.Training;

/// <summary>Jobs on a scheduler that this process started and has not seen end, so that each end is counted once, whoever sees it. Thread-safe.</summary>
internal sealed class LaunchedJobs(string launcher, TrainingMetrics metrics)
{
    private const int MostJobs = 10_000; // beyond that, ends go uncounted rather than memory grow
    private readonly ConcurrentDictionary<string, string?> _models = new(StringComparer.Ordinal);

    public void Launched(TrainingJobHandle handle, string? model)
    {
        if (!handle.IsNew) { return; }
        metrics.Launched(launcher, model);
        if (_models.Count < MostJobs) { _models[handle.Id] = model; }
    }

    public void Seen(TrainingJobStatus status)
    {
        if (status.HasEnded && _models.TryRemove(status.Id, out string? model)) { metrics.Finished(launcher, model, status.State, status.FinishedAt - status.StartedAt); }
    }
}

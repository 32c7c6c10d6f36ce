using System.Diagnostics.Metrics;

namespace ModelOps.Registry.Training;

/// <summary>Counts jobs, and how long they ran.</summary>
internal sealed class TrainingMetrics
{
    private const string LauncherTag = "modelops.training.launcher";
    private const string StateTag = "modelops.training.state";
    private readonly Counter<long> _launched;
    private readonly Counter<long> _finished;
    private readonly Histogram<double> _duration;

    public TrainingMetrics(IMeterFactory? meters = null)
    {
        Meter meter = meters?.Create(ModelOpsDiagnostics.MeterName) ?? new Meter(ModelOpsDiagnostics.MeterName); // owned by the factory, else by the process
        _launched = meter.CreateCounter<long>("modelops.registry.training.launched", "{job}", "Training jobs that this host started; asking again with the same key starts none.");
        _finished = meter.CreateCounter<long>("modelops.registry.training.finished", "{job}", "Training jobs that ended, by how.");
        _duration = meter.CreateHistogram(
            "modelops.registry.training.duration", "s", "Time from when a training job began to run until it ended.",
            advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [1, 10, 60, 300, 1800, 3600, 14400, 86400] });
    }

    public void Launched(string launcher, string? model) => _launched.Add(1, [.. Tags(launcher, model)]);

    /// <param name="launcher">Name of the launcher.</param>
    /// <param name="model">Model; null for none.</param>
    /// <param name="state">How it ended.</param>
    /// <param name="ran">How long it ran; null when it did not, or nobody knows.</param>
    public void Finished(string launcher, string? model, TrainingJobState state, TimeSpan? ran)
    {
        KeyValuePair<string, object?>[] tags = [.. Tags(launcher, model), new(StateTag, NameOf(state))];
        _finished.Add(1, tags);
        if (ran is { } time) { _duration.Record(Math.Max(0, time.TotalSeconds), tags); }
    }

    private static List<KeyValuePair<string, object?>> Tags(string launcher, string? model) => model is null
        ? [new(LauncherTag, launcher)]
        : [new(LauncherTag, launcher), new(ModelOpsTagNames.Model, model)];

    private static string NameOf(TrainingJobState state) => state switch
    {
        TrainingJobState.Succeeded => "succeeded",
        TrainingJobState.Cancelled => "cancelled",
        _ => "failed",
    };
}

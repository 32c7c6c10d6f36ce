using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace ModelOps.Registry.Audit;

internal sealed class CheckpointMetrics
{
    private readonly Counter<long> _checkpoints;

    public CheckpointMetrics(IMeterFactory? meters = null)
    {
        Meter meter = meters?.Create(ModelOpsDiagnostics.MeterName) ?? new Meter(ModelOpsDiagnostics.MeterName); // owned by the factory, else by the process
        _checkpoints = meter.CreateCounter<long>(
            "modelops.registry.checkpoints", unit: "{checkpoint}", description: "Checkpoints of the registry's log that were signed, or refused because the log or a kept checkpoint was changed.");
    }

    public void Counted(string? error)
    {
        TagList tags = [];
        if (error is not null) { tags.Add(ModelOpsTagNames.ErrorType, error); }
        _checkpoints.Add(1, tags);
    }
}

using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace ModelOps.Registry.Signing;

internal sealed class SigningMetrics
{
    private readonly Counter<long> _verifications;

    public SigningMetrics(IMeterFactory? meters = null)
    {
        Meter meter = meters?.Create(ModelOpsDiagnostics.MeterName) ?? new Meter(ModelOpsDiagnostics.MeterName); // owned by the factory, else by the process
        _verifications = meter.CreateCounter<long>(
            "modelops.registry.signature.verifications", unit: "{verification}", description: "Versions whose signatures were verified before they were handed out, by outcome.");
    }

    public void Verified(string model, string? error)
    {
        TagList tags = new() { { ModelOpsTagNames.Model, model } };
        if (error is not null) { tags.Add(ModelOpsTagNames.ErrorType, error); }
        _verifications.Add(1, tags);
    }
}

using System.Diagnostics.Metrics;
using ModelOps.Drift.Diagnostics;

namespace ModelOps.Drift.Buckets;

internal sealed class PeerMetrics
{
    internal const string Answered = "answered";
    private readonly Counter<long> _pulls;

    internal PeerMetrics(IMeterFactory? meters)
    {
        Meter meter = meters?.Create(ModelOpsDiagnostics.MeterName) ?? new Meter(ModelOpsDiagnostics.MeterName); // owned by the factory, else by the process
        _pulls = meter.CreateCounter<long>("modelops.drift.peer.pulls", unit: "{pull}", description: "Peers that were asked for their drift buckets, by outcome.");
    }

    internal void Pulled(string outcome) => _pulls.Add(1, new KeyValuePair<string, object?>(DriftTagNames.Outcome, outcome));
}

using System.Globalization;

namespace ModelOps.Registry.Gates;

/// <summary>The version must fit where it runs: files no larger, answers no slower than a budget.</summary>
public sealed record BudgetGate : IPromotionGate
{
    /// <summary>Most bytes of all files together; null for no limit.</summary>
    public long? MaxBytes { get; init; }

    /// <summary>Greatest value of the metric of latency, in its own unit; null for no limit.</summary>
    public double? MaxLatency { get; init; }

    /// <summary>Metric that holds the latency, as it was registered. Default <c>latency_p99_ms</c>.</summary>
    public string LatencyMetric { get; init; } = "latency_p99_ms";

    /// <inheritdoc/>
    public string Name => "budget";

    /// <inheritdoc/>
    public ValueTask<GateResult> EvaluateAsync(PromotionContext context, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(context);
        return ValueTask.FromResult(Evaluate(context.Candidate));
    }

    private GateResult Evaluate(ModelVersion candidate)
    {
        List<GateReason> reasons = [];
        long bytes = candidate.Files.Sum(static f => f.Size);
        Dictionary<string, double> figures = new(StringComparer.Ordinal) { ["bytes"] = bytes };
        if (bytes > MaxBytes) { reasons.Add(new GateReason(GateReasonCodes.TooLarge, $"The files have {bytes} bytes; at most {MaxBytes} are allowed. Quantize or prune the model.")); }
        if (MaxLatency is { } max)
        {
            if (!candidate.Metrics.TryGetValue(LatencyMetric, out double latency))
            {
                reasons.Add(new GateReason(GateReasonCodes.MetricMissing, $"The version has no metric '{LatencyMetric}'. Measure it and register the version with it."));
            }
            else
            {
                figures[LatencyMetric] = latency;
                if (!(latency <= max)) { reasons.Add(new GateReason(GateReasonCodes.TooSlow, string.Create(CultureInfo.InvariantCulture, $"'{LatencyMetric}' is {latency}; at most {max} is allowed."))); }
            }
        }

        return new GateResult(Name, reasons.Count == 0 ? GateVerdict.Passed : GateVerdict.Refused) { Reasons = reasons, Figures = figures };
    }
}

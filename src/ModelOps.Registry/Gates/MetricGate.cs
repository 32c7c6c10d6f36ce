using System.Globalization;

namespace ModelOps.Registry.Gates;

/// <summary>A metric of the version must lie within bounds.</summary>
public sealed record MetricGate : IPromotionGate
{
    /// <summary>Name of the metric, as it was registered, e.g. <c>mae</c>.</summary>
    public required string Metric { get; init; }

    /// <summary>Least value, itself allowed; null for none.</summary>
    public double? Min { get; init; }

    /// <summary>Greatest value, itself allowed; null for none.</summary>
    public double? Max { get; init; }

    /// <inheritdoc/>
    public string Name => $"metric:{Metric}";

    /// <inheritdoc/>
    public ValueTask<GateResult> EvaluateAsync(PromotionContext context, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(context);
        return ValueTask.FromResult(Evaluate(context.Candidate));
    }

    private GateResult Evaluate(ModelVersion candidate)
    {
        if (!candidate.Metrics.TryGetValue(Metric, out double value))
        {
            return Gate.Refused(Name, GateReasonCodes.MetricMissing, $"The version has no metric '{Metric}'. Register it with what was measured.");
        }

        bool isWithin = !double.IsNaN(value) && !(value < Min) && !(value > Max);
        return isWithin
            ? Gate.Passed(Name, (Metric, value))
            : Gate.Refused(Name, GateReasonCodes.MetricOutOfBounds, string.Create(CultureInfo.InvariantCulture, $"Metric '{Metric}' is {value}; {Bounds()} is asked for."), (Metric, value));
    }

    private string Bounds() => (Min, Max) switch
    {
        ({ } min, { } max) => string.Create(CultureInfo.InvariantCulture, $"{min} to {max}"),
        ({ } min, null) => string.Create(CultureInfo.InvariantCulture, $"at least {min}"),
        (null, { } max) => string.Create(CultureInfo.InvariantCulture, $"at most {max}"),
        _ => "a number",
    };
}

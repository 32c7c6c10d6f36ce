namespace ModelOps;

/// <summary>What one gate said.</summary>
/// <param name="Gate">Name of the gate, unique in its policy.</param>
/// <param name="Verdict">What it says.</param>
public sealed record GateResult(string Gate, GateVerdict Verdict)
{
    /// <summary>The figures it rests on, by name.</summary>
    public IReadOnlyDictionary<string, double> Figures { get; init; } = new Dictionary<string, double>();

    /// <summary>Why it refuses, or does not apply; empty when it passes.</summary>
    public IReadOnlyList<GateReason> Reasons { get; init; } = [];
}

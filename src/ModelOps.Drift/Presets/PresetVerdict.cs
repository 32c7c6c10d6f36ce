using System.Runtime.InteropServices;

namespace ModelOps.Drift.Presets;

/// <summary>What a tool's preset says of a column.</summary>
/// <param name="Method">The tool's name of the method.</param>
/// <param name="Score">Its score: a p-value or a distance; NaN when there was not enough data, or the tool would have failed.</param>
/// <param name="Threshold">Threshold of the score.</param>
/// <param name="HasDrifted">Whether the score is on the wrong side of the threshold.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct PresetVerdict(string Method, double Score, double Threshold, bool HasDrifted);

namespace ModelOps.Drift.Presets;

/// <summary>Whether a preset reproduces a tool to the letter.</summary>
public enum PresetCompatibility
{
    /// <summary>The tool's choice of method, bins and thresholds, with its statistical faults mended.</summary>
    Corrected,

    /// <summary>The tool's numbers, faults and all: for moving from it and comparing.</summary>
    Strict,
}

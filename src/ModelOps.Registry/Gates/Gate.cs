namespace ModelOps.Registry.Gates;

/// <summary>Short forms of verdicts.</summary>
internal static class Gate
{
    public static GateResult Passed(string gate, params ReadOnlySpan<(string Name, double Value)> figures) => new(gate, GateVerdict.Passed) { Figures = Of(figures) };

    public static GateResult Refused(string gate, string code, string message, params ReadOnlySpan<(string Name, double Value)> figures) =>
        new(gate, GateVerdict.Refused) { Reasons = [new GateReason(code, message)], Figures = Of(figures) };

    public static GateResult NotApplicable(string gate, string code, string message) =>
        new(gate, GateVerdict.NotApplicable) { Reasons = [new GateReason(code, message)] };

    private static Dictionary<string, double> Of(ReadOnlySpan<(string Name, double Value)> figures)
    {
        Dictionary<string, double> all = new(StringComparer.Ordinal);
        foreach ((string name, double value) in figures) { all[name] = value; }
        return all;
    }
}

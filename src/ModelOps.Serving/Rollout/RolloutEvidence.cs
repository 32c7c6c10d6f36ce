using System.Globalization;

namespace ModelOps.Serving;

/// <summary>A rollout's evidence as audit events carry it.</summary>
internal static class RolloutEvidence
{
    public static Dictionary<string, string> Write(RolloutProgress progress, TimeSpan elapsed)
    {
        Dictionary<string, string> evidence = new()
        {
            ["step"] = Text(progress.Step + 1),
            ["weight"] = Text(progress.Weight),
            ["champion_version"] = progress.ChampionVersion,
            ["canary_version"] = progress.CanaryVersion,
            ["champion_calls"] = Text(progress.ChampionCalls),
            ["canary_calls"] = Text(progress.CanaryCalls),
            ["alpha_spent"] = Text(progress.AlphaSpent),
            ["step_seconds"] = Text(Math.Round(elapsed.TotalSeconds, 3)),
        };
        foreach (GateEvidence gate in progress.Gates)
        {
            evidence[$"{gate.Gate}.verdict"] = gate.Verdict.ToString();
            evidence[$"{gate.Gate}.limit"] = Text(gate.Limit);
            evidence[$"{gate.Gate}.alpha"] = Text(gate.Alpha);
            evidence[$"{gate.Gate}.counts"] = $"{Text(gate.ChampionCount)} / {Text(gate.CanaryCount)}";
            evidence[$"{gate.Gate}.champion"] = $"{Text(gate.ChampionEstimate)} [{Text(gate.Champion.Lower)}, {Text(gate.Champion.Upper)}]";
            evidence[$"{gate.Gate}.canary"] = $"{Text(gate.CanaryEstimate)} [{Text(gate.Canary.Lower)}, {Text(gate.Canary.Upper)}]";
            evidence[$"{gate.Gate}.difference"] = $"[{Text(gate.Difference.Lower)}, {Text(gate.Difference.Upper)}]";
        }

        return evidence;
    }

    private static string Text(double value) => value.ToString("G6", CultureInfo.InvariantCulture);
}

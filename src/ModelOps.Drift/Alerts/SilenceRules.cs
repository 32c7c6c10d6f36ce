namespace ModelOps.Drift.Alerts;

/// <summary>What a silence must hold, said once for options and for code.</summary>
internal sealed class SilenceRules(TimeProvider time)
{
    public const int MaxComment = 1024;
    private const int MaxName = 256;

    public List<string> Failures(DriftSilence silence, string key)
    {
        List<string> failures = [];
        foreach ((string name, string? value) in (ReadOnlySpan<(string, string?)>)[("Model", silence.Model), ("Version", silence.Version), ("Feature", silence.Feature), ("By", silence.By)])
        {
            if (value is not { Length: >= 1 and <= MaxName }) { failures.Add($"{key}{name} has {value?.Length ?? 0} characters. Give 1 to {MaxName}."); }
        }

        if (silence.Comment is not { Length: >= 1 and <= MaxComment }) { failures.Add($"{key}Comment has {silence.Comment?.Length ?? 0} characters. Say why, in 1 to {MaxComment}."); }
        if (silence.Until <= silence.From) { failures.Add($"{key}Until is {silence.Until:O}, not after its begin. Set when the silence ends."); }
        else if (key.Length == 0 && silence.Until <= time.GetUtcNow()) { failures.Add($"Until is {silence.Until:O}, which is over. Set when the silence ends."); }
        return failures;
    }
}

namespace ModelOps.Serving.Batching;

/// <summary>How a loaded model is batched, and what was found that decided it.</summary>
/// <param name="Settings">What holds for the model.</param>
/// <param name="IsOn">Whether its calls share runs.</param>
/// <param name="Reason">Why, for people.</param>
/// <param name="Evidence">What the check at load found; null where there was none.</param>
internal sealed record BatchPlan(BatchingSettings Settings, bool IsOn, string Reason, BatchEvidence? Evidence)
{
    /// <summary>Facts for the model's metadata.</summary>
    public IReadOnlyDictionary<string, string> Describe()
    {
        Dictionary<string, string> properties = new()
        {
            ["batching"] = IsOn ? "on" : "off",
            ["batching.reason"] = Reason,
        };
        if (IsOn) { properties["batching.max_rows"] = Settings.MaxRows.ToString(System.Globalization.CultureInfo.InvariantCulture); }
        Evidence?.Describe(properties);
        return properties;
    }
}

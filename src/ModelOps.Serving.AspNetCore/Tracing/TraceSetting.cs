namespace ModelOps.Serving.AspNetCore.Tracing;

/// <summary>Settings of tracing, of all models or of one; what is null is as it is for all.</summary>
/// <param name="IsOn">Whether calls are traced.</param>
/// <param name="Rate">One call in so many.</param>
/// <param name="Count">How many more; -1 for no end.</param>
internal sealed record TraceSetting(bool? IsOn, int? Rate, long? Count)
{
    public static TraceSetting Standard { get; } = new(IsOn: false, Rate: 1000, Count: -1);

    /// <summary>What holds when this is laid over the settings for all.</summary>
    public TraceSetting Over(TraceSetting all) => new(IsOn ?? all.IsOn, Rate ?? all.Rate, Count ?? all.Count);
}

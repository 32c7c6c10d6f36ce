namespace ModelOps;

/// <summary>One comparison of a filter. Its values are data: nothing in them is ever read as a query.</summary>
public sealed record TrackingCondition
{
    private TrackingCondition()
    {
    }

    /// <summary>What it looks at.</summary>
    public required TrackingEntity Entity { get; init; }

    /// <summary>Name of the metric, parameter, tag or field.</summary>
    public required string Key { get; init; }

    /// <summary>How it compares.</summary>
    public required TrackingOperator Operator { get; init; }

    /// <summary>Number to compare with; null when <see cref="Texts"/> holds what to compare with.</summary>
    public double? Number { get; init; }

    /// <summary>Texts to compare with: one, or any number for <see cref="TrackingOperator.In"/> and <see cref="TrackingOperator.NotIn"/>;
    /// empty for a number, and for <see cref="TrackingOperator.IsNull"/> and <see cref="TrackingOperator.IsNotNull"/>.</summary>
    public IReadOnlyList<string> Texts { get; init; } = [];

    /// <summary>Text to compare with; null for a number or a list.</summary>
    public string? Text => Texts.Count == 1 ? Texts[0] : null;

    /// <summary>Compares with a number: metrics, and the fields that hold times (milliseconds since 1970).</summary>
    /// <param name="entity">What to look at.</param>
    /// <param name="key">Name.</param>
    /// <param name="comparison">How to compare: any but the operators for texts.</param>
    /// <param name="value">Number.</param>
    /// <returns>The condition.</returns>
    public static TrackingCondition OfNumber(TrackingEntity entity, string key, TrackingOperator comparison, double value)
    {
        ArgumentNullException.ThrowIfNull(key);
        return new() { Entity = entity, Key = key, Operator = comparison, Number = value };
    }

    /// <summary>Compares with a text.</summary>
    /// <param name="entity">What to look at.</param>
    /// <param name="key">Name.</param>
    /// <param name="comparison">How to compare: the same, not the same, like or ilike.</param>
    /// <param name="value">Text or pattern.</param>
    /// <returns>The condition.</returns>
    public static TrackingCondition OfText(TrackingEntity entity, string key, TrackingOperator comparison, string value)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(value);
        return new() { Entity = entity, Key = key, Operator = comparison, Texts = [value] };
    }

    /// <summary>Asks whether there is a tag or parameter of some name, whatever its value.</summary>
    /// <param name="entity">What to look at: tags or parameters.</param>
    /// <param name="key">Name.</param>
    /// <param name="isPresent">Whether it must be there; false for that it must not.</param>
    /// <returns>The condition.</returns>
    public static TrackingCondition OfPresence(TrackingEntity entity, string key, bool isPresent)
    {
        ArgumentNullException.ThrowIfNull(key);
        return new() { Entity = entity, Key = key, Operator = isPresent ? TrackingOperator.IsNotNull : TrackingOperator.IsNull };
    }

    /// <summary>Compares with several texts.</summary>
    /// <param name="entity">What to look at.</param>
    /// <param name="key">Name.</param>
    /// <param name="comparison"><see cref="TrackingOperator.In"/> or <see cref="TrackingOperator.NotIn"/>.</param>
    /// <param name="values">Texts; at most <see cref="TrackingLimits.MaxFilterValues"/>.</param>
    /// <returns>The condition.</returns>
    public static TrackingCondition OfTexts(TrackingEntity entity, string key, TrackingOperator comparison, params IReadOnlyList<string> values)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(values);
        return new() { Entity = entity, Key = key, Operator = comparison, Texts = [.. values] };
    }
}

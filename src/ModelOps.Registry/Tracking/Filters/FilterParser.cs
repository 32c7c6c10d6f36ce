namespace ModelOps.Registry.Tracking.Filters;

/// <summary>MLflow's filter language: comparisons joined by AND. No parentheses, no OR, no arithmetic.</summary>
internal static class FilterParser
{
    private static readonly (string Sign, TrackingOperator Operator)[] Signs =
    [
        (">=", TrackingOperator.GreaterOrEqual),
        ("<=", TrackingOperator.LessOrEqual),
        ("!=", TrackingOperator.NotEqual),
        (">", TrackingOperator.Greater),
        ("<", TrackingOperator.Less),
        ("=", TrackingOperator.Equal),
    ];

    /// <exception cref="FilterSyntaxException">It is not a filter.</exception>
    public static List<FilterComparison> Parse(string? text)
    {
        List<FilterComparison> comparisons = [];
        FilterReader reader = Open(text);
        if (reader.IsAtEnd) { return comparisons; }
        while (true)
        {
            comparisons.Add(ReadComparison(ref reader));
            reader.SkipSpace();
            if (reader.IsAtEnd) { return comparisons; }
            int position = reader.Position;
            if (reader.TryWord("OR")) { throw reader.Error(position, "comparisons can be joined by AND only. Search twice, or use IN"); }
            if (!reader.TryWord("AND")) { throw reader.Error(position, $"expected AND or the end, found {reader.Excerpt()}"); }
            if (comparisons.Count == TrackingLimits.MaxFilterConditions)
            {
                throw reader.Error(position, $"a filter can have at most {TrackingLimits.MaxFilterConditions} comparisons");
            }

            reader.SkipSpace();
        }
    }

    /// <summary>Reads one part of an order: a name, then ASC or DESC or nothing.</summary>
    /// <exception cref="FilterSyntaxException">It is not.</exception>
    public static (FilterName Name, bool Descending) ParseOrder(string? text)
    {
        FilterReader reader = Open(text);
        FilterName name = reader.ReadName();
        reader.SkipSpace();
        bool descending = reader.TryWord("DESC");
        if (!descending) { reader.TryWord("ASC"); }
        reader.SkipSpace();
        return reader.IsAtEnd ? (name, descending) : throw reader.Error(reader.Position, $"expected ASC, DESC or the end, found {reader.Excerpt()}");
    }

    private static FilterReader Open(string? text)
    {
        text ??= string.Empty;
        FilterReader reader = new(text);
        if (text.Length > TrackingLimits.MaxFilterLength)
        {
            throw reader.Error(TrackingLimits.MaxFilterLength, $"the text has {text.Length} characters; at most {TrackingLimits.MaxFilterLength} are allowed");
        }

        reader.SkipSpace();
        return reader;
    }

    private static FilterComparison ReadComparison(ref FilterReader reader)
    {
        if (reader.TrySign("(")) { throw reader.Error(reader.Position - 1, "parentheses can only hold the list of IN"); }
        FilterName name = reader.ReadName();
        reader.SkipSpace();
        int position = reader.Position;
        TrackingOperator comparison = ReadOperator(ref reader);
        reader.SkipSpace();
        int valuePosition = reader.Position;
        if (comparison is TrackingOperator.IsNull or TrackingOperator.IsNotNull) { return new FilterComparison(name, comparison, position, null, [], position); }
        if (comparison is TrackingOperator.In or TrackingOperator.NotIn)
        {
            return new FilterComparison(name, comparison, position, null, ReadList(ref reader), valuePosition);
        }

        return reader.IsAtText
            ? new FilterComparison(name, comparison, position, null, [reader.ReadQuoted()], valuePosition)
            : new FilterComparison(name, comparison, position, reader.ReadNumber(), [], valuePosition);
    }

    private static TrackingOperator ReadOperator(ref FilterReader reader)
    {
        foreach ((string sign, TrackingOperator comparison) in Signs)
        {
            if (reader.TrySign(sign)) { return comparison; }
        }

        if (reader.TryWord("LIKE")) { return TrackingOperator.Like; }
        if (reader.TryWord("ILIKE")) { return TrackingOperator.ILike; }
        if (reader.TryWord("IN")) { return TrackingOperator.In; }
        if (reader.TryWord("NOT"))
        {
            reader.SkipSpace();
            if (reader.TryWord("IN")) { return TrackingOperator.NotIn; }
            throw reader.Error(reader.Position, $"expected IN after NOT, found {reader.Excerpt()}");
        }

        if (reader.TryWord("IS")) { return ReadPresence(ref reader); }
        throw reader.Error(reader.Position, $"expected one of =, !=, >, >=, <, <=, LIKE, ILIKE, IN, NOT IN, IS NULL and IS NOT NULL, found {reader.Excerpt()}");
    }

    private static TrackingOperator ReadPresence(ref FilterReader reader)
    {
        reader.SkipSpace();
        bool isPresent = reader.TryWord("NOT");
        reader.SkipSpace();
        if (!reader.TryWord("NULL")) { throw reader.Error(reader.Position, $"expected NULL or NOT NULL after IS, found {reader.Excerpt()}"); }
        return isPresent ? TrackingOperator.IsNotNull : TrackingOperator.IsNull;
    }

    private static List<string> ReadList(ref FilterReader reader)
    {
        if (!reader.TrySign("(")) { throw reader.Error(reader.Position, $"expected a list such as ('a', 'b'), found {reader.Excerpt()}"); }
        List<string> texts = [];
        while (true)
        {
            reader.SkipSpace();
            if (!reader.IsAtText) { throw reader.Error(reader.Position, $"expected a text in single quotes, found {reader.Excerpt()}"); }
            if (texts.Count == TrackingLimits.MaxFilterValues) { throw reader.Error(reader.Position, $"a list can have at most {TrackingLimits.MaxFilterValues} texts"); }
            texts.Add(reader.ReadQuoted());
            reader.SkipSpace();
            if (reader.TrySign(")")) { return texts; }
            if (!reader.TrySign(",")) { throw reader.Error(reader.Position, $"expected a comma or a closing parenthesis, found {reader.Excerpt()}"); }
        }
    }
}

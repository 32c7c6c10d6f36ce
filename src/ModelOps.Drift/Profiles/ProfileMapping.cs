namespace ModelOps.Drift.Profiles;

/// <summary>Turns profiles into their stored form and back, and checks every claim of the stored form.</summary>
internal static class ProfileMapping
{
    private const int MaxNameLength = 512;

    internal static FeatureDocument ToDocument(FeatureProfile feature) => feature switch
    {
        NumericFeatureProfile numeric => new FeatureDocument
        {
            Name = numeric.Name,
            Edges = [.. numeric.Edges],
            Counts = [.. numeric.Counts],
            Missing = numeric.MissingCount,
            NonFinite = numeric.NonFiniteCount,
            Moments = ToDocument(numeric),
        },
        CategoricalFeatureProfile categorical => new FeatureDocument
        {
            Name = categorical.Name,
            Categories = [.. categorical.Categories],
            Counts = [.. categorical.Counts],
            Missing = categorical.MissingCount,
        },
        _ => throw new NotSupportedException($"Profiles of kind {feature.Kind} cannot be stored."),
    };

    internal static DatasetProfile FromDocuments(FeatureDocument[] documents, int version)
    {
        var features = new FeatureProfile[documents.Length];
        var names = new HashSet<string>(StringComparer.Ordinal);
        for (int i = 0; i < documents.Length; i++)
        {
            // Arrays may hold null whatever their element type says.
            FeatureDocument document = documents[i] ?? throw new DriftProfileFormatException($"feature {i} is null");
            Require(document.Name.Length is >= 1 and <= MaxNameLength, i, $"its name must have 1 to {MaxNameLength} characters");
            Require(names.Add(document.Name), i, "its name occurs twice");
            features[i] = FromDocument(document, version, i);
        }

        return new DatasetProfile(features);
    }

    private static MomentsDocument? ToDocument(NumericFeatureProfile feature)
    {
        Moments moments = feature.Moments;
        return moments.Count == 0 ? null : new MomentsDocument
        {
            Mean = moments.Mean,
            SquaredDeviations = moments.SquaredDeviations,
            Min = moments.Min,
            Max = moments.Max,
            Sum = feature.Sums.Sum,
            Squares = feature.Sums.Squares,
            Clamped = feature.Sums.Clamped,
        };
    }

    private static FeatureProfile FromDocument(FeatureDocument document, int version, int i)
    {
        int bins = (document.Edges?.Length ?? document.Categories?.Length ?? 0) + 1;
        Require(document.Edges is null != document.Categories is null, i, "it must have either edges or categories");
        Require(document.Counts.Length == bins, i, $"it must have {bins} counts");
        Require(document.Missing >= 0 && document.NonFinite >= 0, i, "its counts must not be negative");
        long count = Sum(document.Counts, i);
        return document.Edges is null ? Categorical(document, i) : Numeric(document, version, count, i);
    }

    private static CategoricalFeatureProfile Categorical(FeatureDocument document, int i)
    {
        string[] categories = document.Categories!;
        Require(categories.Length <= CategoricalFeatureProfile.MaxCategories, i, $"it has more than {CategoricalFeatureProfile.MaxCategories} categories");
        Require(document.Moments is null && document.NonFinite == 0, i, "categories have neither moments nor non-finite values");
        for (int at = 0; at < categories.Length; at++)
        {
            Require(categories[at] is not null, i, "a category is null");
            Require(at == 0 || string.CompareOrdinal(categories[at - 1], categories[at]) < 0, i, "its categories must ascend");
        }

        return new CategoricalFeatureProfile(document.Name, categories, document.Counts, document.Missing);
    }

    private static NumericFeatureProfile Numeric(FeatureDocument document, int version, long count, int i)
    {
        double[] edges = document.Edges!;
        Require(edges.Length <= NumericFeatureProfile.MaxEdges, i, $"it has more than {NumericFeatureProfile.MaxEdges} edges");
        for (int at = 0; at < edges.Length; at++)
        {
            Require(double.IsFinite(edges[at]) && (at == 0 || edges[at] > edges[at - 1]), i, "its edges must be finite and ascend");
        }

        Require(document.Moments is null == (count == 0), i, "it must have moments exactly when it has values");
        Require(document.Moments is not { } stored || (stored.Min <= stored.Max && !(stored.SquaredDeviations < 0)), i, "its moments contradict each other");
        var bins = new NumericFeatureProfile(document.Name, edges);
        if (document.Moments is not { } moments)
        {
            return bins.With(document.Counts, default, double.PositiveInfinity, double.NegativeInfinity, document.Missing, document.NonFinite);
        }

        ExactSums sums = Sums(moments, bins.Grid, version, count, i);
        return bins.With(document.Counts, sums, moments.Min, moments.Max, document.Missing, document.NonFinite);
    }

    private static ExactSums Sums(MomentsDocument moments, ValueGrid grid, int version, long count, int i)
    {
        bool hasSums = moments is { Sum: not null, Squares: not null, Clamped: not null };
        Require(hasSums == version >= 2, i, "its moments must have sums from version 2 on, and none before");
        if (!hasSums)
        {
            return ExactSums.FromMoments(grid, count, moments.Mean, moments.SquaredDeviations);
        }

        var sums = new ExactSums(moments.Sum!.Value, moments.Squares!.Value, moments.Clamped!.Value);
        Require(sums.IsPossible(count), i, "no values have such sums");
        return sums;
    }

    private static long Sum(long[] counts, int i)
    {
        long sum = 0;
        foreach (long count in counts)
        {
            Require(count >= 0 && count <= long.MaxValue - sum, i, "its counts must not be negative nor overflow");
            sum += count;
        }

        return sum;
    }

    private static void Require(bool holds, int feature, string rule)
    {
        if (!holds)
        {
            throw new DriftProfileFormatException($"feature {feature}: {rule}");
        }
    }
}

using System.Text.Json;

namespace ModelOps.Drift.Quality.Imports;

/// <summary>Reads the baseline files of SageMaker Model Monitor, <c>statistics.json</c> and <c>constraints.json</c>. Safe on bytes from anyone:
/// files of more than 64 MiB, 10,000 features or 10,000 buckets are refused; fields that mean nothing here are passed over.</summary>
public static class SageMakerBaseline
{
    private const int MaxBuckets = 10_000;

    private static readonly Dictionary<string, ColumnType> Types = new(StringComparer.Ordinal)
    {
        ["Integral"] = ColumnType.Integer,
        ["Fractional"] = ColumnType.Number,
        ["String"] = ColumnType.Text,
        ["Unknown"] = ColumnType.Text,
    };

    /// <summary>Reads <c>statistics.json</c>.</summary>
    /// <param name="utf8Json">The file.</param>
    /// <returns>Its statistics.</returns>
    /// <exception cref="DataFormatException">The file is no such document, or exceeds the limits; the error says where.</exception>
    public static SageMakerStatistics ReadStatistics(ReadOnlyMemory<byte> utf8Json)
    {
        using JsonDocument document = JsonAt.Parse("statistics of SageMaker", utf8Json);
        var root = new JsonAt("statistics of SageMaker", document.RootElement, "$");
        return new SageMakerStatistics
        {
            ItemCount = root.Find("dataset")?.Find("item_count")?.Count(),
            Features = [.. root.Get("features").Items(DataSchema.MaxColumns).Select(ReadFeature)],
        };
    }

    /// <summary>Reads <c>constraints.json</c> as a schema.</summary>
    /// <param name="utf8Json">The file.</param>
    /// <returns>The schema. Completeness bounds missing values, <c>is_non_negative</c> sets the smallest number, domains hold for at least
    /// 1 - <c>domain_content_threshold</c> of the values (all by default). A column's type holds for every value: there is no threshold for it here.</returns>
    /// <exception cref="DataFormatException">The file is no such document, or exceeds the limits; the error says where.</exception>
    public static DataSchema ReadConstraints(ReadOnlyMemory<byte> utf8Json)
    {
        using JsonDocument document = JsonAt.Parse("constraints of SageMaker", utf8Json);
        var root = new JsonAt("constraints of SageMaker", document.RootElement, "$");
        double outside = root.Find("monitoring_config")?.Find("domain_content_threshold")?.Share() ?? 0;
        var schema = new DataSchema { Columns = [.. root.Get("features").Items(DataSchema.MaxColumns).Select(feature => ReadRule(feature, 1 - outside))] };
        return SchemaProblems.Find(schema) is { } problem
            ? throw new DataFormatException(root.What, "$.features", problem.Replace("columns[", "entry [", StringComparison.Ordinal))
            : schema;
    }

    private static ColumnRule ReadRule(JsonAt feature, double minDomainShare)
    {
        JsonAt[]? domains = feature.Find("string_constraints")?.Find("domains")?.Items(ColumnRule.MaxDomainSize);
        bool isNonNegative = feature.Find("num_constraints")?.Find("is_non_negative")?.Truth() ?? false;
        ColumnType type = ReadType(feature);
        if (isNonNegative && type == ColumnType.Text) { throw feature.Get("num_constraints").Wrong("absent: the feature is not of numbers"); }
        return new ColumnRule
        {
            Name = feature.Get("name").Text(),
            Type = type,
            MaxMissingShare = 1 - (feature.Find("completeness")?.Share() ?? 0),
            Min = isNonNegative ? 0 : null,
            Domain = domains is null ? null : [.. domains.Select(static value => value.Text(4096))],
            MinDomainShare = domains is null ? 1 : minDomainShare,
        };
    }

    private static SageMakerFeature ReadFeature(JsonAt feature)
    {
        JsonAt? numbers = feature.Find("numerical_statistics");
        JsonAt? strings = feature.Find("string_statistics");
        JsonAt? common = (numbers ?? strings)?.Find("common");
        return new SageMakerFeature
        {
            Name = feature.Get("name").Text(),
            Type = ReadType(feature),
            PresentCount = common?.Find("num_present")?.Count(),
            MissingCount = common?.Find("num_missing")?.Count(),
            Mean = numbers?.Find("mean")?.Number(),
            Sum = numbers?.Find("sum")?.Number(),
            StandardDeviation = numbers?.Find("std_dev")?.Number(),
            Min = numbers?.Find("min")?.Number(),
            Max = numbers?.Find("max")?.Number(),
            DistinctCount = strings?.Find("distinct_count")?.Number(),
            Buckets = ReadBuckets(numbers?.Find("distribution")?.Find("kll")?.Find("buckets")),
            Categories = [.. strings?.Find("distribution")?.Find("categorical")?.Find("buckets")?.Items(MaxBuckets)
                .Select(static bucket => KeyValuePair.Create(bucket.Get("value").Text(4096), bucket.Get("count").Count())) ?? []],
        };
    }

    private static SageMakerBucket[] ReadBuckets(JsonAt? buckets)
    {
        if (buckets is not { } all) { return []; }
        return [.. all.Items(MaxBuckets).Select(static bucket =>
        {
            var read = new SageMakerBucket(bucket.Get("lower_bound").Number(), bucket.Get("upper_bound").Number(), bucket.Get("count").Count());
            return read.LowerBound <= read.UpperBound ? read : throw bucket.Wrong("a bucket whose lower bound is not above its upper");
        })];
    }

    private static ColumnType ReadType(JsonAt feature)
    {
        JsonAt type = feature.Get("inferred_type");
        return Types.TryGetValue(type.Text(), out ColumnType known) ? known : throw type.Wrong(string.Join(", ", Types.Keys));
    }
}

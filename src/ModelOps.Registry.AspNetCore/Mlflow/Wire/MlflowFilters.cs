using System.Globalization;
using ModelOps.Registry.AspNetCore.Mlflow.Models;
using ModelOps.Registry.Tracking.Filters;

namespace ModelOps.Registry.AspNetCore.Mlflow.Wire;

/// <summary>Filters and orders of the API's searches, as our stores take them.</summary>
internal static class MlflowFilters
{
    public static TrackingFilter ParseExperiments(string? filter) => TrackingFilterParser.Parse(filter, SearchFields.Experiments);

    public static TrackingFilter ParseRuns(string? filter) => TrackingFilterParser.Parse(filter, SearchFields.Runs);

    public static TrackingFilter ParseLoggedModels(string? filter) => TrackingFilterParser.Parse(filter, SearchFields.LoggedModels);

    public static IReadOnlyList<TrackingOrder> ParseExperimentOrder(IReadOnlyList<string> parts) => TrackingFilterParser.ParseOrder(parts, SearchFields.Experiments);

    public static IReadOnlyList<TrackingOrder> ParseRunOrder(IReadOnlyList<string> parts) => TrackingFilterParser.ParseOrder(parts, SearchFields.Runs);

    public static TrackingOrder ParseLoggedModelOrder(string field, bool descending) =>
        TrackingFilterParser.ParseOrder([field], SearchFields.LoggedModels)[0] with { Descending = descending };

    public static IReadOnlyList<RegistryFilter> ParseModels(string? filter) => ToFilters(filter, ModelField);

    public static IReadOnlyList<RegistryFilter> ParseVersions(string? filter) => ToFilters(filter, VersionField);

    public static IReadOnlyList<RegistryOrder> ParseModelOrder(IReadOnlyList<string> parts) => [.. parts.Select(static p => ToOrder(p, ModelField))];

    public static IReadOnlyList<RegistryOrder> ParseVersionOrder(IReadOnlyList<string> parts) => [.. parts.Select(static p => ToOrder(p, VersionField))];

    private static string? ModelField(string name) => name switch
    {
        "name" => RegistryFields.Name,
        "creation_timestamp" or "creation_time" => RegistryFields.CreatedAt,
        "last_updated_timestamp" or "timestamp" or "last_updated_time" => RegistryFields.UpdatedAt,
        "description" => RegistryFields.Description,
        _ => null,
    };

    private static string? VersionField(string name) => name switch
    {
        "version" or "version_number" => RegistryFields.Number,
        "run_id" => RegistryFields.RunId,
        "source_path" or "source" => RegistryFields.Source,
        "current_stage" or "stage" => RegistryFields.Stage,
        _ => ModelField(name),
    };

    /// <summary>Prompts are found by those who ask for them only, and a tag that is not there is not unequal to anything.</summary>
    private static List<RegistryFilter> ToFilters(string? text, Func<string, string?> fieldOf)
    {
        List<FilterComparison> comparisons = FilterParser.Parse(text);
        bool wantsPrompts = comparisons.Find(IsOnPrompts) is { } asked && WantsPrompts(asked);
        List<RegistryFilter> filters = [];
        foreach (FilterComparison comparison in comparisons)
        {
            if (IsOnPrompts(comparison) && !wantsPrompts) { continue; }
            RegistryFilter filter = ToFilter(comparison, fieldOf);
            filters.Add(filter);
            if (comparison.Name.Entity == TrackingEntity.Tag && filter.Operator is (RegistryOperator.NotEqual or RegistryOperator.NotIn))
            {
                filters.Add(new RegistryFilter(filter.Field, RegistryOperator.Like, "%"));
            }
        }

        if (!wantsPrompts) { filters.Add(new RegistryFilter(RegistryFields.Tag(Prompts.Tag), RegistryOperator.NotEqual, "true")); }
        return filters;
    }

    private static bool IsOnPrompts(FilterComparison comparison) => comparison.Name is { Entity: TrackingEntity.Tag, Key: Prompts.Tag };

    private static bool WantsPrompts(FilterComparison comparison) => comparison is { Texts: [{ } value] } && comparison.Operator switch
    {
        TrackingOperator.Equal => value.Equals("true", StringComparison.OrdinalIgnoreCase),
        TrackingOperator.NotEqual => value.Equals("false", StringComparison.OrdinalIgnoreCase),
        _ => false,
    };

    private static RegistryFilter ToFilter(FilterComparison comparison, Func<string, string?> fieldOf)
    {
        string field = Resolve(comparison.Name, fieldOf);
        if (comparison.Operator is TrackingOperator.IsNull or TrackingOperator.IsNotNull)
        {
            throw new FilterSyntaxException(comparison.OperatorPosition, "IS NULL and IS NOT NULL are for tags and params of runs, and for tags of experiments.");
        }

        IReadOnlyList<string> values = comparison.Texts;
        if (comparison.Operator is TrackingOperator.Like or TrackingOperator.ILike) { values = [.. values.Select(static v => v.Replace("\\", "\\\\", StringComparison.Ordinal))]; }
        if (comparison.Number is { } number)
        {
            values = field switch
            {
                RegistryFields.Number when Math.Truncate(number) == number => [number.ToString("F0", CultureInfo.InvariantCulture)],
                RegistryFields.CreatedAt or RegistryFields.UpdatedAt when Math.Abs(number) < 253_402_300_800_000 =>
                    [DateTimeOffset.FromUnixTimeMilliseconds((long)number).ToString("O", CultureInfo.InvariantCulture)],
                _ => throw new FilterSyntaxException(comparison.ValuePosition, $"'{comparison.Name.Key}' is compared with a text in single quotes."),
            };
        }

        return new RegistryFilter(field, OperatorOf(comparison.Operator), values);
    }

    private static RegistryOrder ToOrder(string text, Func<string, string?> fieldOf)
    {
        (FilterName name, bool descending) = FilterParser.ParseOrder(text);
        return name.Entity == TrackingEntity.Attribute
            ? new RegistryOrder(Resolve(name, fieldOf), descending)
            : throw new FilterSyntaxException(name.Position, "results are ordered by attributes only.");
    }

    private static string Resolve(FilterName name, Func<string, string?> fieldOf) => name.Entity switch
    {
        TrackingEntity.Tag => RegistryFields.Tag(name.Key),
        TrackingEntity.Attribute when fieldOf(name.Key) is { } field => field,
        TrackingEntity.Attribute => throw new FilterSyntaxException(name.Position, $"'{FilterReader.Shorten(name.Key)}' cannot be searched here. Use name, run_id, source_path, version_number, creation_timestamp, last_updated_timestamp or tags.<key>."),
        _ => throw new FilterSyntaxException(name.Position, "the registry has neither metrics, params nor datasets. Search runs or logged models for them."),
    };

    private static RegistryOperator OperatorOf(TrackingOperator comparison) => comparison switch
    {
        TrackingOperator.Equal => RegistryOperator.Equal,
        TrackingOperator.NotEqual => RegistryOperator.NotEqual,
        TrackingOperator.Greater => RegistryOperator.Greater,
        TrackingOperator.GreaterOrEqual => RegistryOperator.GreaterOrEqual,
        TrackingOperator.Less => RegistryOperator.Less,
        TrackingOperator.LessOrEqual => RegistryOperator.LessOrEqual,
        TrackingOperator.Like => RegistryOperator.Like,
        TrackingOperator.ILike => RegistryOperator.LikeIgnoringCase,
        TrackingOperator.In => RegistryOperator.In,
        _ => RegistryOperator.NotIn,
    };
}

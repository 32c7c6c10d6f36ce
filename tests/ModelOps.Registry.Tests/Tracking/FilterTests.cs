using CsCheck;
using ModelOps.Registry.Tracking.Filters;

namespace ModelOps.Registry.Tests.Tracking;

public sealed class FilterTests
{
    [Theory]
    [InlineData("metrics.auc > 0.5", TrackingEntity.Metric, "auc", TrackingOperator.Greater, 0.5)]
    [InlineData("metric.auc>=-1e-3", TrackingEntity.Metric, "auc", TrackingOperator.GreaterOrEqual, -1e-3)]
    [InlineData("METRICS.`a b` < 3", TrackingEntity.Metric, "a b", TrackingOperator.Less, 3.0)]
    [InlineData("metrics.\"a.b/c\" <= .5", TrackingEntity.Metric, "a.b/c", TrackingOperator.LessOrEqual, 0.5)]
    [InlineData("\"metrics\".x != 2", TrackingEntity.Metric, "x", TrackingOperator.NotEqual, 2.0)]
    [InlineData("metrics.x = Infinity", TrackingEntity.Metric, "x", TrackingOperator.Equal, double.PositiveInfinity)]
    [InlineData("attributes.start_time > 1795426756858", TrackingEntity.Attribute, "start_time", TrackingOperator.Greater, 1795426756858.0)]
    [InlineData("attr.Created = 1", TrackingEntity.Attribute, "start_time", TrackingOperator.Equal, 1.0)]
    public void Parse_Number_IsRead(string text, TrackingEntity entity, string key, TrackingOperator comparison, double value)
    {
        TrackingCondition condition = Assert.Single(Runs(text).Conditions);
        Assert.Equal((entity, key, comparison, value), (condition.Entity, condition.Key, condition.Operator, condition.Number));
        Assert.Empty(condition.Texts);
    }

    [Theory]
    [InlineData("params.lr = '0.1'", TrackingEntity.Param, "lr", TrackingOperator.Equal, "0.1")]
    [InlineData("tags.mlflow.source.name != 'x'", TrackingEntity.Tag, "mlflow.source.name", TrackingOperator.NotEqual, "x")]
    [InlineData("tag.`mlflow.prompt.is_prompt` != 'true'", TrackingEntity.Tag, "mlflow.prompt.is_prompt", TrackingOperator.NotEqual, "true")]
    [InlineData("tags.k LIKE '%a_'", TrackingEntity.Tag, "k", TrackingOperator.Like, "%a_")]
    [InlineData("tags.k ilike 'A%'", TrackingEntity.Tag, "k", TrackingOperator.ILike, "A%")]
    [InlineData("  status='FINISHED'  ", TrackingEntity.Attribute, "status", TrackingOperator.Equal, "FINISHED")]
    [InlineData("run.`run name` = \"it's\"", TrackingEntity.Attribute, "run_name", TrackingOperator.Equal, "it's")]
    [InlineData("params.q = 'it''s'", TrackingEntity.Param, "q", TrackingOperator.Equal, "it's")]
    [InlineData("params.and = ' AND tags.x = '", TrackingEntity.Param, "and", TrackingOperator.Equal, " AND tags.x = ")]
    [InlineData("dataset.digest = 'd1'", TrackingEntity.Dataset, "digest", TrackingOperator.Equal, "d1")]
    [InlineData("params.`; DROP TABLE runs;--` = ''' OR 1=1'", TrackingEntity.Param, "; DROP TABLE runs;--", TrackingOperator.Equal, "' OR 1=1")]
    public void Parse_Text_IsRead(string text, TrackingEntity entity, string key, TrackingOperator comparison, string value)
    {
        TrackingCondition condition = Assert.Single(Runs(text).Conditions);
        Assert.Equal((entity, key, comparison, value, null), (condition.Entity, condition.Key, condition.Operator, condition.Text, condition.Number));
    }

    [Fact]
    public void Parse_SeveralAndLists_AreRead()
    {
        TrackingFilter filter = Runs("metrics.auc > 0.5 and params.lr = '0.1' AND attributes.run_id NOT  IN ('a','b' , \"c\") And datasets.name in ('d')");

        Assert.Equal([TrackingEntity.Metric, TrackingEntity.Param, TrackingEntity.Attribute, TrackingEntity.Dataset], filter.Conditions.Select(static c => c.Entity));
        Assert.Equal((TrackingOperator.NotIn, "a,b,c"), (filter.Conditions[2].Operator, string.Join(",", filter.Conditions[2].Texts)));
        Assert.Equal((TrackingOperator.In, "d"), (filter.Conditions[3].Operator, string.Join(",", filter.Conditions[3].Texts)));
    }

    [Theory]
    [InlineData("tags.`mlflow.parentRunId` IS NULL", TrackingEntity.Tag, "mlflow.parentRunId", TrackingOperator.IsNull)]
    [InlineData("params.lr is  not\tnull", TrackingEntity.Param, "lr", TrackingOperator.IsNotNull)]
    public void Parse_Presence_IsRead(string text, TrackingEntity entity, string key, TrackingOperator comparison)
    {
        TrackingCondition condition = Assert.Single(Runs($" {text} AND status = 'FINISHED'").Conditions.Take(1));
        Assert.Equal((entity, key, comparison, null, 0), (condition.Entity, condition.Key, condition.Operator, condition.Number, condition.Texts.Count));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("  \n")]
    public void Parse_Nothing_LetsAllThrough(string? text) => Assert.Empty(Runs(text).Conditions);

    [Theory]
    [InlineData("metrics.auc >", 14, "found the end")]
    [InlineData("metrics.auc IS NULL", 13, "for tags and params")]
    [InlineData("status IS NOT NULL", 8, "for tags and params")]
    [InlineData("tags.a IS", 10, "after IS, found the end")]
    [InlineData("tags.a IS NOT 'x'", 15, "after IS")]
    [InlineData("metrics.auc > 'x'", 15, "is a number")]
    [InlineData("metrics.auc LIKE '1'", 18, "is a number")]
    [InlineData("params.lr = 0.1", 13, "single quotes")]
    [InlineData("params.lr > '1'", 11, "compared by")]
    [InlineData("metrics.a = 1 OR metrics.b = 2", 15, "AND only")]
    [InlineData("metrics.a = 1 metrics.b = 2", 15, "expected AND")]
    [InlineData("metrics.a = 1 AND", 18, "expected a name")]
    [InlineData("(metrics.a = 1)", 1, "parentheses")]
    [InlineData("foo.bar = '1'", 1, "is none of metrics")]
    [InlineData("colour = '1'", 1, "no attribute 'colour'")]
    [InlineData("datasets.rows = '1'", 1, "no field 'rows'")]
    [InlineData("tags.a = 'x", 10, "never closed")]
    [InlineData("tags.`a = 'x'", 6, "never closed")]
    [InlineData("tags. = 'x'", 6, "after the dot")]
    [InlineData("tags.a IN 'x'", 11, "expected a list")]
    [InlineData("tags.a IN ()", 12, "single quotes")]
    [InlineData("tags.a IN ('x' 'y')", 16, "expected a comma")]
    [InlineData("tags.a NOT LIKE 'x'", 12, "expected IN after NOT")]
    [InlineData("tags.a == 'x'", 9, "expected a number or a text")]
    [InlineData("tags.a ~ 'x'", 8, "expected one of")]
    [InlineData("metrics.a = 1x", 13, "expected a number")]
    [InlineData("'a' = 'b'", 1, "expected a name")]
    public void Parse_Wrong_SaysWhereAndWhat(string text, int character, string what)
    {
        FilterSyntaxException error = Assert.Throws<FilterSyntaxException>(() => Runs(text));
        Assert.Equal(character - 1, error.Position);
        Assert.Contains($"at character {character}: ", error.Message, StringComparison.Ordinal);
        Assert.Contains(what, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_WhatThisSearchHasNot_IsRefused()
    {
        Assert.Contains("experiments have no metrics", Assert.Throws<FilterSyntaxException>(
            () => TrackingFilterParser.Parse("metrics.a > 1", SearchFields.Experiments)).Message, StringComparison.Ordinal);
        Assert.Contains("logged models have no datasets", Assert.Throws<FilterSyntaxException>(
            () => TrackingFilterParser.Parse("dataset.name = 'a'", SearchFields.LoggedModels)).Message, StringComparison.Ordinal);
        Assert.Contains("no attribute 'start_time'", Assert.Throws<FilterSyntaxException>(
            () => TrackingFilterParser.Parse("start_time > 1", SearchFields.LoggedModels)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_TooMuch_IsRefused()
    {
        string many = string.Join(" AND ", Enumerable.Repeat("metrics.a = 1", TrackingLimits.MaxFilterConditions + 1));
        string list = $"tags.a IN ({string.Join(",", Enumerable.Repeat("'x'", TrackingLimits.MaxFilterValues + 1))})";

        Assert.Contains("at most 50 comparisons", Assert.Throws<FilterSyntaxException>(() => Runs(many)).Message, StringComparison.Ordinal);
        Assert.Contains("at most 1000 texts", Assert.Throws<FilterSyntaxException>(() => Runs(list)).Message, StringComparison.Ordinal);
        Assert.Throws<FilterSyntaxException>(() => Runs(new string(' ', TrackingLimits.MaxFilterLength + 1)));
    }

    [Theory]
    [InlineData("metrics.auc DESC", TrackingEntity.Metric, "auc", true)]
    [InlineData("metrics.`a b` asc", TrackingEntity.Metric, "a b", false)]
    [InlineData("start_time", TrackingEntity.Attribute, "start_time", false)]
    [InlineData("attribute.Created Desc ", TrackingEntity.Attribute, "start_time", true)]
    [InlineData("tags.x", TrackingEntity.Tag, "x", false)]
    public void ParseOrder_Part_IsRead(string text, TrackingEntity entity, string key, bool descending) =>
        Assert.Equal([new TrackingOrder(entity, key, descending)], TrackingFilterParser.ParseOrder([text], SearchFields.Runs));

    [Theory]
    [InlineData("metrics.auc UP")]
    [InlineData("")]
    [InlineData("metrics.auc DESC, metrics.b")]
    [InlineData("datasets.name")]
    [InlineData("nothing")]
    public void ParseOrder_Wrong_IsRefused(string text) =>
        Assert.Throws<FilterSyntaxException>(() => TrackingFilterParser.ParseOrder([text], SearchFields.Runs));

    [Fact]
    public void Parse_WhatTheWriterWrote_IsTheSame() => Conditions.Array[0, 8].Sample(static conditions =>
    {
        TrackingFilter read = TrackingFilterParser.Parse(FilterWriter.Write(new TrackingFilter(conditions)), SearchFields.Runs);
        Assert.Equal(conditions.Select(Describe), read.Conditions.Select(Describe));
    });

    [Fact]
    public void Parse_AnyText_IsReadOrRefusedAsASyntaxError() => Texts.Sample(static text =>
    {
        try
        {
            Assert.InRange(Runs(text).Conditions.Count, 0, TrackingLimits.MaxFilterConditions);
        }
        catch (FilterSyntaxException error)
        {
            Assert.InRange(error.Position, 0, text.Length);
        }
    });

    private static readonly Gen<string> Words = Gen.OneOf(
        "metrics.", "params", ".", "tags.", "a", "`", "\"", "'", "=", "!=", ">=", "<", " ", "AND", "OR", "IN", "NOT", "LIKE", "ILIKE", "(", ")", ",", "1", "-", "e9", "NaN",
        "status", "\\", "\0", "\ud800", "é", ";", "--", "\t");

    private static readonly Gen<string> Texts = Gen.OneOf(Words.Array[0, 30].Select(string.Concat), Gen.String);

    private static readonly Gen<string> Values = Gen.OneOf(Gen.String, Words.Array[0, 5].Select(string.Concat));

    private static readonly Gen<string> Keys = Values.Where(static k => k.Length > 0);

    private static readonly Gen<TrackingCondition> Conditions = Gen.OneOf(
        Gen.Select(Keys, Gen.Int[0, 5], Gen.Double, static (key, comparison, number) =>
            TrackingCondition.OfNumber(TrackingEntity.Metric, key, (TrackingOperator)comparison, number)),
        Gen.Select(Keys, Gen.OneOf(TrackingEntity.Param, TrackingEntity.Tag), Gen.OneOf(TrackingOperator.Equal, TrackingOperator.NotEqual, TrackingOperator.Like, TrackingOperator.ILike), Values, static (key, entity, comparison, text) =>
            TrackingCondition.OfText(entity, key, comparison, text)),
        Gen.Select(Keys, Gen.OneOf(TrackingEntity.Param, TrackingEntity.Tag), Gen.Bool, static (key, entity, isPresent) => TrackingCondition.OfPresence(entity, key, isPresent)),
        Gen.Select(Gen.OneOf(TrackingOperator.In, TrackingOperator.NotIn), Values.Array[1, 5], static (comparison, texts) =>
            TrackingCondition.OfTexts(TrackingEntity.Attribute, TrackingAttributes.RunName, comparison, texts)));

    private static TrackingFilter Runs(string? text) => TrackingFilterParser.Parse(text, SearchFields.Runs);

    private static string Describe(TrackingCondition c) => $"{c.Entity} {c.Key} {c.Operator} {c.Number:R} {string.Join("|", c.Texts)}";
}

using ModelOps.Drift.Alerts;
using ModelOps.Drift.Profiles;

namespace ModelOps.Drift.Tests.Alerts;

public sealed class DriftDiagnosisTests
{
    private static readonly DriftAnalyzer Analyzer = new(new DriftOptions { MinimumCount = 1 });
    private static readonly double[] Before = PortableData.Normal(new Random(1), 4000);

    [Theory]
    [InlineData(DriftChange.Location, 1, 1, "moved by +1")]
    [InlineData(DriftChange.Scale, 0, 2, "spread more")]
    [InlineData(DriftChange.Scale, 0, 0.5, "spread less")]
    public void Of_MovedOrStretched_NamesIt(DriftChange expected, double shift, double factor, string text) =>
        Check(expected, text, Before, [.. PortableData.Normal(new Random(2), 4000).Select(x => (x * factor) + shift)]);

    [Fact]
    public void Of_OtherUnit_NamesTheFactor() =>
        Check(DriftChange.Unit, "about 10 times", [.. Before.Select(static x => x + 20)], [.. PortableData.Normal(new Random(2), 4000).Select(static x => 10 * (x + 20))]);

    [Fact]
    public void Of_Placeholders_AreFarOut() =>
        Check(DriftChange.FarOut, "10 % of its values lie hundreds of ranges away", Before, [.. PortableData.Normal(new Random(2), 1000).Select(static (x, i) => i % 10 == 0 ? -99999 : x)]);

    [Fact]
    public void Of_OneValue_IsAConstant() => Check(DriftChange.Constant, "all its values are 0.5", Before, [.. Enumerable.Repeat(0.5, 100)]);

    [Fact]
    public void Of_TwoHumps_IsAnotherShape() =>
        Check(DriftChange.Shape, "another shape", Before, [.. PortableData.Normal(new Random(2), 4000).Select(static x => (x * 0.1) + (x > 0 ? 1 : -1))]);

    [Fact]
    public void Of_Missing_ComesFirst() =>
        Check(DriftChange.MissingValues, "30 % of its values are missing, 0 % before", Before, [.. PortableData.Normal(new Random(2), 1000).Select(static (x, i) => i % 10 < 3 ? double.NaN : x + 2)]);

    [Fact]
    public void Of_NewNames_AreNewCategories()
    {
        (DriftChange change, string text) = Names(["a", "b", "a", "b"], ["a", "b", "new", "other"]);

        Assert.Equal(DriftChange.NewCategories, change);
        Assert.Contains("50 % of its values are of categories that the reference does not name", text, StringComparison.Ordinal);
        Assert.DoesNotContain("other", text, StringComparison.Ordinal); // names from traffic stay where they are
    }

    [Fact]
    public void Of_OtherShares_IsAnotherMix()
    {
        (DriftChange change, string text) = Names(["a", "a", "b", "b"], ["a", "a", "a", "b"]);

        Assert.Equal((DriftChange.CategoryMix, "25 % of its values lie in other categories than before"), (change, text));
    }

    [Theory]
    [InlineData(double.MaxValue)]
    [InlineData(0)]
    [InlineData(-1e-300)]
    public void Of_AbsurdNumbers_SaysSomething(double value)
    {
        DatasetProfile reference = new DatasetProfileBuilder().AddNumeric("x", Before).Build();
        DatasetProfile constant = new DatasetProfileBuilder().AddNumeric("x", [0.0, 0.0]).Build();
        foreach (DatasetProfile before in (DatasetProfile[])[reference, constant])
        {
            foreach (double[] values in (double[][])[[], [value], [value, -value], [value, double.PositiveInfinity], [double.NaN]])
            {
                DatasetProfile now = new DatasetProfileBuilder(before).AddNumeric("x", values).Build();
                (DriftChange change, string text) = Diagnose(before, now);
                Assert.NotEmpty(text);
                Assert.NotEmpty(DriftAdvice.Of(change, DriftPattern.Some));
            }
        }

        Assert.NotEmpty(DriftDiagnosis.Of(Analyzer.Compare(reference, reference).Features[0], null, null).Text);
    }

    [Fact]
    public void Advice_DiffersForEachChangeAndPattern()
    {
        string[] all =
        [
            .. Enum.GetValues<DriftChange>().Select(static change => DriftAdvice.Of(change, DriftPattern.Some)),
            DriftAdvice.Of(DriftChange.Shape, DriftPattern.NearlyAll), DriftAdvice.Of(DriftChange.Shape, DriftPattern.OutputsOnly),
        ];

        Assert.Equal(11, all.Distinct(StringComparer.Ordinal).Count());
        Assert.All(all, static advice => Assert.InRange(advice.Length, 50, DriftAlert.MaxTextLength));
    }

    private static (DriftChange Change, string Text) Diagnose(DatasetProfile reference, DatasetProfile current) =>
        DriftDiagnosis.Of(Analyzer.Compare(reference, current).Features[0], reference.Features[0], current.Features[0]);

    private static void Check(DriftChange expected, string text, double[] before, double[] now)
    {
        DatasetProfile reference = new DatasetProfileBuilder().AddNumeric("x", before).Build();
        DatasetProfile current = new DatasetProfileBuilder(reference).AddNumeric("x", now).Build();

        (DriftChange change, string said) = Diagnose(reference, current);

        Assert.Equal(expected, change);
        Assert.Contains(text, said, StringComparison.Ordinal);
    }

    private static (DriftChange, string) Names(string[] before, string[] now)
    {
        DatasetProfile reference = new DatasetProfileBuilder().AddCategorical("c", before).Build();
        return Diagnose(reference, new DatasetProfileBuilder(reference).AddCategorical("c", now).Build());
    }
}

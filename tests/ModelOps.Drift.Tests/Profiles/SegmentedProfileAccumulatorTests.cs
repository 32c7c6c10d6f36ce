using CsCheck;
using ModelOps.Drift.Profiles;

namespace ModelOps.Drift.Tests.Profiles;

public sealed class SegmentedProfileAccumulatorTests
{
    private static readonly DatasetProfile Reference = new DatasetProfileBuilder()
        .AddNumeric("age", PortableData.Uniform(1, 100))
        .AddCategorical("city", ["Rom", "Rom", "Rom", "Bern", "Bern", "Oslo", "Paris", "Paris"])
        .Build();

    private static readonly string[] Cities = ["Rom", "Bern", "Oslo", "Paris", "Atlantis"];

    [Fact]
    public void Segments_BeyondTheCap_ShareOne()
    {
        var segmented = new SegmentedProfileAccumulator(Reference, "city", maxSegments: 2);
        Assert.Equal(["Bern", "Rom"], segmented.Segments);
        Assert.Same(segmented.Other, segmented.For("Paris"));
        Assert.Same(segmented.Other, segmented.For("Atlantis"));
        segmented.For("Rom").Add([0.25]);
        Assert.Equal([0L, 1, 0], segmented.Snapshot().Select(static profile => profile.Find("age")!.Count));
        segmented.Reset();
        Assert.All(segmented.Snapshot(), static profile => Assert.Equal(0, profile.Find("age")!.Count));
    }

    [Fact]
    public void Snapshot_AllSegmentsMerged_IsTheWholeToTheByte() =>
        Gen.Select(Gen.Double[-1, 2], Gen.Int[0, 4]).Array[0, 300].Sample(rows =>
        {
            var segmented = new SegmentedProfileAccumulator(Reference, "city", maxSegments: 3);
            var whole = new ProfileAccumulator(Reference);
            foreach ((double age, int city) in rows)
            {
                foreach (ProfileAccumulator target in new[] { whole, segmented.For(Cities[city]) })
                {
                    target.Add([age]);
                    target.AddCategory(0, Cities[city]);
                }
            }

            DatasetProfile merged = segmented.Snapshot().Aggregate(static (left, right) => left.Merge(right));
            Assert.Equal(DriftProfileFile.Write(whole.Snapshot()), DriftProfileFile.Write(merged));
        }, iter: 100);

    [Fact]
    public void Constructor_OfNoCategoricalFeature_SaysWhatMendsIt()
    {
        Assert.Contains("Name one", Assert.Throws<ArgumentException>(() => new SegmentedProfileAccumulator(Reference, "age")).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new SegmentedProfileAccumulator(Reference, "height"));
    }
}

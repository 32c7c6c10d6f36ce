using System.Text;
using System.Text.Json.Nodes;
using CsCheck;
using ModelOps.Drift.Profiles;
using ModelOps.Drift.Sequential;

namespace ModelOps.Drift.Tests.Sequential;

public sealed class SequentialDriftFileTests
{
    private static readonly DatasetProfile Reference = new DatasetProfileBuilder().AddNumeric("x", PortableData.Uniform(1, 900)).Build();

    private static FeatureProfile Feature => Reference.Features[0];

    [Fact]
    public void ReadDetector_Restored_GoesOnToTheLastBit()
    {
        var whole = new SequentialDriftDetector(Feature, 5000, seed: 7);
        var parts = new SequentialDriftDetector(Feature, 5000, seed: 7);
        for (int look = 0; look < 120; look++)
        {
            FeatureProfile batch = Batch(look, power: look < 80 ? 1 : 1.6);
            SequentialEvidence expected = whole.Observe(batch);
            Assert.Equal(expected, parts.Observe(batch));
            if (look % 7 == 0) { parts = SequentialDriftFile.ReadDetector(SequentialDriftFile.Write(parts), Feature); }
        }

        Assert.Equal(whole.Looks, parts.Looks);
        Assert.Equal(SequentialDriftFile.Write(whole), SequentialDriftFile.Write(parts));
    }

    [Fact]
    public void ReadTest_Restored_GoesOnToTheLastBit()
    {
        var whole = new SequentialDriftTest(Feature, seed: 3);
        var parts = new SequentialDriftTest(Feature, seed: 3);
        for (int look = 0; look < 30; look++)
        {
            whole.Observe(Batch(look, power: 1.3));
            parts.Observe(Batch(look, power: 1.3));
            parts = SequentialDriftFile.ReadTest(SequentialDriftFile.Write(parts), Feature);
            Assert.Equal((whole.Count, whole.LogEValue, whole.PValue), (parts.Count, parts.LogEValue, parts.PValue));
        }
    }

    [Fact]
    public void ReadTest_BegunWithCounts_GoesOn()
    {
        var test = new SequentialDriftTest([50, 30, 20], seed: 1);
        for (int i = 0; i < 40; i++) { test.Observe(i % 3); }
        SequentialDriftTest restored = SequentialDriftFile.ReadTest(SequentialDriftFile.Write(test), [50, 30, 20]);
        test.Observe(2);
        restored.Observe(2);
        Assert.Equal(test.LogEValue, restored.LogEValue);
        Refused(() => SequentialDriftFile.ReadTest(SequentialDriftFile.Write(test), [50, 30, 21]), "another reference");
    }

    [Fact]
    public void Read_OfTheOtherKindOrReference_IsRefused()
    {
        byte[] detector = SequentialDriftFile.Write(new SequentialDriftDetector(Feature, 100));
        byte[] test = SequentialDriftFile.Write(new SequentialDriftTest(Feature));
        FeatureProfile other = new DatasetProfileBuilder().AddNumeric("x", PortableData.Uniform(2, 900)).Build().Features[0];
        Refused(() => SequentialDriftFile.ReadTest(detector, Feature), "of a detector");
        Refused(() => SequentialDriftFile.ReadDetector(test, Feature), "of a test");
        Refused(() => SequentialDriftFile.ReadDetector(detector, other), "another reference");
    }

    [Theory]
    [InlineData("version", "2", "version")]
    [InlineData("format", "\"x\"", "format")]
    [InlineData("threshold", "1.5", "range")]
    [InlineData("threshold", "1e999", "range")]
    [InlineData("observed", "-1", "range")]
    [InlineData("drawn", "-1", "range")]
    [InlineData("largest", "-1", "range")]
    [InlineData("counts", "[]", "counts")]
    [InlineData("counts", "null", "valid JSON")]
    [InlineData("bets", "[null]", "bets")]
    [InlineData("bets", "[{\"start\":0,\"counts\":[1],\"logs\":[0]}]", "bets")]
    [InlineData("bets", "[{\"start\":9,\"counts\":[0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0],\"logs\":[0,0,0,0,0,0,0,0,0,0]}]", "bets")]
    [InlineData("surplus", "1", "valid JSON")]
    [InlineData("largest", "1e999", "range")]
    public void ReadDetector_Changed_IsRefused(string name, string value, string problem)
    {
        var detector = new SequentialDriftDetector(Feature, 100);
        detector.Observe(Batch(1, 1));
        JsonObject document = JsonNode.Parse(SequentialDriftFile.Write(detector))!.AsObject();
        document[name] = JsonNode.Parse(value);
        Refused(() => SequentialDriftFile.ReadDetector(Encoding.UTF8.GetBytes(document.ToJsonString()), Feature), problem);
    }

    [Fact]
    public void ReadDetector_TooLarge_IsRefused() =>
        Refused(() => SequentialDriftFile.ReadDetector(new byte[SequentialDriftFile.MaxBytes + 1], Feature), "more than");

    [Fact]
    public void ReadDetector_AnyDamage_IsRefusedOrWorks()
    {
        var detector = new SequentialDriftDetector(Feature, 100);
        for (int look = 0; look < 12; look++) { detector.Observe(Batch(look, 1)); }
        byte[] good = SequentialDriftFile.Write(detector);
        Gen.Select(Gen.Int[0, good.Length - 1], Gen.Byte, Gen.Int[0, good.Length]).Sample(change =>
        {
            byte[] bad = [.. good[..Math.Max(change.Item1 + 1, change.Item3)]];
            bad[change.Item1] = change.Item2;
            try
            {
                SequentialEvidence evidence = SequentialDriftFile.ReadDetector(bad, Feature).Observe(Batch(40, 1));
                Assert.False(double.IsNaN(evidence.LogEvidence));
            }
            catch (SequentialStateFormatException error)
            {
                Assert.NotEmpty(error.Problem);
            }
        }, iter: 2000);
    }

    private static FeatureProfile Batch(int look, double power) =>
        new DatasetProfileBuilder(Reference).AddNumeric("x", PortableData.Uniform(100 + look, 25, power)).Build().Features[0];

    private static void Refused(Action read, string problem) =>
        Assert.Contains(problem, Assert.Throws<SequentialStateFormatException>(read).Problem, StringComparison.Ordinal);
}

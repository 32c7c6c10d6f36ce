using ModelOps.Drift.Detectors;
using ModelOps.Drift.Profiles;
using ModelOps.Drift.Statistics;
using ModelOps.Drift.Tests.Kernels;

namespace ModelOps.Drift.Tests.Simulations;

/// <summary>Numbers at the edge of what a float can be, all the way from rows to verdicts.</summary>
public sealed class HostileNumbersTests
{
    public static TheoryData<string> Kinds => [.. KernelSamples.Names];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Detectors_AnyReferenceAndTraffic_SayAProbabilityOrNotEnough(string kind)
    {
        foreach (string other in (string[])["normal", "ends of the range", "denormals", "nothing finite", kind])
        {
            DatasetProfile reference = new DatasetProfileBuilder().AddNumeric("x", KernelSamples.Draw(kind, 700, 1)).Build();
            DatasetProfile current = Accumulate(reference, KernelSamples.Draw(other, 900, 2));
            foreach (IDriftDetector detector in DriftAnalyzer.DefaultDetectors().Where(static detector => detector.Supports(FeatureKind.Numeric)))
            {
                IDriftDetector quick = detector is WassersteinDetector ? new WassersteinDetector(99) : detector;
                TwoSampleResult result = quick.Measure(reference.Features[0], current.Features[0]);
                Assert.True(
                    !result.HasEnoughData || (result.PValue is >= 0 and <= 1 && !double.IsNaN(result.Statistic)),
                    $"{detector.Name} of {kind} against {other}: {result}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Accumulators_AnySharding_SameBytes(string kind)
    {
        DatasetProfile reference = new DatasetProfileBuilder().AddNumeric("x", KernelSamples.Draw(kind, 700, 3)).Build();
        float[] values = KernelSamples.Draw(kind, 1_111, 4);

        byte[] whole = Bytes(Accumulate(reference, values));
        byte[] shards = Bytes(values.Chunk(97).Reverse().Select(shard => Accumulate(reference, shard)).Aggregate(static (left, right) => left.Merge(right)));

        Assert.Equal(whole, shards);
    }

    private static DatasetProfile Accumulate(DatasetProfile reference, float[] values)
    {
        var accumulator = new ProfileAccumulator(reference);
        foreach (float value in values) { accumulator.Add([value]); }
        return accumulator.Snapshot();
    }

    private static byte[] Bytes(DatasetProfile profile) => DriftProfileFile.Write(profile);
}

using ModelOps.Drift.Kernels;

namespace ModelOps.Drift.Tests.Kernels;

public sealed class RadixSortTests
{
    public static TheoryData<string> Kinds => [.. KernelSamples.Names];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Sort_EveryKind_AsOrder(string kind)
    {
        foreach (int count in (int[])[0, 1, 2, 1023, 1024, 1025, 20_000])
        {
            float[] values = [.. KernelSamples.Draw(kind, count, count).Where(float.IsFinite)];
            double[] wide = Array.ConvertAll(values, static value => value * 1.1);
            float[] sorted = [.. values];
            double[] wideSorted = [.. wide];

            RadixSort.Sort<float>(sorted);
            RadixSort.Sort<double>(wideSorted);

            Assert.Equal(values.Order(), sorted);
            Assert.Equal(wide.Order(), wideSorted);
        }
    }
}

using System.Runtime.InteropServices;

namespace ModelOps.Drift.Streams.Monitoring;

/// <summary>Level of a sample of a process in control.</summary>
/// <param name="Mean">Its mean.</param>
/// <param name="Deviation">Its standard deviation; 0 when all values are the same.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct SampleLevel(double Mean, double Deviation)
{
    internal static SampleLevel Of(ReadOnlySpan<double> sample)
    {
        double mean = 0;
        double squares = 0;
        for (int i = 0; i < sample.Length; i++)
        {
            double gap = sample[i] - mean;
            mean += gap / (i + 1);
            squares += gap * (sample[i] - mean);
        }

        return new SampleLevel(mean, sample.Length < 2 ? 0 : Math.Sqrt(squares / (sample.Length - 1)));
    }
}

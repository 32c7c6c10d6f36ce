using ModelOps.Benchmarks.Harness;

namespace ModelOps.Benchmarks.Drift;

/// <summary>What drift statistics and profiles cost.</summary>
internal sealed class DriftTopic : ITopic
{
    public string Name => "drift";

    public string Question => "How fast are drift statistics beside SciPy and NumPy, and profiles of served rows?";

    public async IAsyncEnumerable<Comparison> CompareAsync()
    {
        using (SciPyPeer? peer = SciPyPeer.TryStart())
        {
            if (peer is null)
            {
                await Console.Error.WriteLineAsync("skipped: the rows against SciPy and NumPy, as Python does not have them (Debian: python3-scipy)");
            }
            else
            {
                foreach (Comparison comparison in SampleComparisons.Against(peer)) { yield return comparison; }
                foreach (Comparison comparison in HistogramComparisons.Against(peer)) { yield return comparison; }
            }
        }

        yield return ProfileComparisons.OfRows();
        await foreach (Comparison comparison in MonitoringOverhead.CompareAsync()) { yield return comparison; }
    }
}

using System.Text.Json;
using ModelOps.Drift.Streams;

namespace ModelOps.Drift.Tests.Streams;

/// <summary>Every warning and alarm of EDDM, RDDM and HDDM-W over 39 streams, against an implementation in Python that follows the papers and recomputes every mean from the values
/// (<c>Goldens/generate_streams.py</c>).</summary>
public sealed class StreamPaperGoldenTests
{
    private static readonly GoldenFile Goldens = new("streams.json");

    [Theory]
    [InlineData("eddm", 12, 48)]
    [InlineData("rddm", 13, 103)]
    [InlineData("hddm-w", 14, 87)]
    public void States_OfEveryStream_AreThoseOfThePaper(string name, int cases, int drifts)
    {
        JsonElement[] goldens = [.. Goldens.Of("cases").Where(golden => golden.GetProperty("detector").GetString() == name)];
        Assert.Equal((cases, drifts), (goldens.Length, goldens.Sum(static golden => golden.GetProperty("drifts").GetArrayLength())));
        Assert.All(goldens, static golden =>
        {
            StreamDetector detector = Make(golden);
            StreamState[] states = [.. Stream(golden).Select(detector.Update)];
            Assert.Equal(Whole(golden, "drifts"), Where(states, (i, state) => state == StreamState.Drift));
            Assert.Equal(Whole(golden, "warnings"), Where(states, (i, state) => state == StreamState.Warning && (i == 0 || states[i - 1] != StreamState.Warning)));
            Assert.Equal(golden.Integer("warned"), states.Count(static state => state == StreamState.Warning));
        });
    }

    private static StreamDetector Make(JsonElement golden)
    {
        JsonElement settings = golden.GetProperty("settings");
        return golden.GetProperty("detector").GetString() switch
        {
            "eddm" => new Eddm((int)Setting("warm_up", 30), Setting("alpha", 0.95), Setting("beta", 0.9)),
            "rddm" => new Rddm(
                (int)Setting("warm_up", 129), Setting("warning", 1.773), Setting("drift", 2.258), (int)Setting("max_concept", 40_000), (int)Setting("min_stable", 7000), (int)Setting("warn_limit", 1400)),
            _ => new HddmW(Setting("drift", 0.001), Setting("warning", 0.005), Setting("weight", 0.05), settings.TryGetProperty("two_sided", out JsonElement both) && both.GetBoolean()),
        };

        double Setting(string name, double fallback) => settings.TryGetProperty(name, out JsonElement value) ? value.GetDouble() : fallback;
    }

    private static double[] Stream(JsonElement golden)
    {
        double[] laws = [.. golden.GetProperty("segments").EnumerateArray().SelectMany(static segment => Enumerable.Repeat(segment[1].GetDouble(), segment[0].GetInt32()))];
        double[] uniform = PortableData.Uniform(golden.Integer("seed"), laws.Length);
        bool isShares = golden.GetProperty("shares").GetBoolean();
        return [.. uniform.Zip(laws, (value, law) => isShares ? Math.Pow(value, law) : value < law ? 1 : 0)];
    }

    private static int[] Whole(JsonElement golden, string name) => [.. golden.GetProperty(name).EnumerateArray().Select(static index => index.GetInt32())];

    private static int[] Where(StreamState[] states, Func<int, StreamState, bool> holds) => [.. states.Index().Where(state => holds(state.Index, state.Item)).Select(static state => state.Index)];
}

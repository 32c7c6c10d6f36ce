using System.Text;
using CsCheck;
using ModelOps.Drift.Streams;
using ModelOps.TestSupport;

namespace ModelOps.Drift.Tests.Streams;

public sealed class StreamDetectorContractTests
{
    public static TheoryData<string> Names => StreamDetectors.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public void Restore_SavedAtAnyPoint_SaysTheSame(string name) =>
        Gen.Select(Gen.Int[0, 10_000], Gen.Int[0, 1199], Gen.Int[0, 1199]).Sample(
            (seed, first, second) =>
            {
                double[] stream = StreamDetectors.Outcomes(new Random(seed), 1200);
                StreamDetector whole = StreamDetectors.Make(name);
                StreamDetector saved = StreamDetectors.Make(name);
                for (int i = 0; i < stream.Length; i++)
                {
                    if (i == first || i == second)
                    {
                        byte[] bytes = StreamDetectorFile.Write(saved);
                        saved = StreamDetectorFile.Read(bytes);
                        Assert.Equal(bytes, StreamDetectorFile.Write(saved));
                    }

                    Assert.Equal(whole.Update(stream[i]), saved.Update(stream[i]));
                }

                Assert.Equal(StreamDetectorFile.Write(whole), StreamDetectorFile.Write(saved));
            },
            iter: 40);

    [Theory]
    [MemberData(nameof(Names))]
    public void Update_RateMovesFromAFifthToFour_Alarms(string name)
    {
        StreamDetector detector = StreamDetectors.Make(name);
        double[] stream = StreamDetectors.Outcomes(new Random(3), 5000);
        bool[] alarms = [.. stream.Select(value => detector.Update(value) == StreamState.Drift)];
        Assert.Contains(true, alarms[2000..2500]);
        Assert.Equal(5000, detector.Count);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Update_SteadyState_AllocatesNothing(string name)
    {
        StreamDetector detector = StreamDetectors.Make(name);
        double[] stream = StreamDetectors.Outcomes(new Random(4), 5000);
        int at = 0;
        Assert.Equal(0, Allocations.Fewest(() => detector.Update(stream[++at % stream.Length]), stream.Length));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Update_ValuesThatAreNone_ChangeNothing(string name)
    {
        StreamDetector plain = StreamDetectors.Make(name);
        StreamDetector holed = StreamDetectors.Make(name);
        double[] holes = [double.NaN, double.PositiveInfinity, double.NegativeInfinity, double.MaxValue, -1e101];
        int skipped = 0;
        foreach (double value in StreamDetectors.Outcomes(new Random(5), 2000))
        {
            Assert.NotEqual(StreamState.Drift, holed.Update(holes[skipped++ % holes.Length]));
            Assert.Equal(plain.Update(value), holed.Update(value));
        }

        Assert.Equal(skipped, holed.Skipped);
        Assert.Equal(plain.Count, holed.Count);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Reset_AfterAStream_IsLikeNew(string name)
    {
        StreamDetector used = StreamDetectors.Make(name);
        foreach (double value in StreamDetectors.Outcomes(new Random(6), 1777)) { used.Update(value); }
        used.Update(double.NaN);
        used.Reset();
        Assert.Equal(StreamDetectorFile.Write(StreamDetectors.Make(name)), StreamDetectorFile.Write(used));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Update_ConstantStream_StaysQuiet(string name)
    {
        Assert.SkipWhen(name == "periodic-alarm", "It alarms whatever comes.");
        foreach (double constant in (double[])[0, 1])
        {
            StreamDetector detector = name switch
            {
                "cusum" => new Cusum(constant, 0.1),
                "ewma-chart" => new EwmaChart(constant, 0.1),
                _ => StreamDetectors.Make(name),
            };
            for (int i = 0; i < 5000; i++) { Assert.Equal(StreamState.None, detector.Update(constant)); }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Read_ADamagedState_IsRefusedOrHarmless(string name)
    {
        StreamDetector detector = StreamDetectors.Make(name);
        foreach (double value in StreamDetectors.Outcomes(new Random(7), 300)) { detector.Update(value); }
        string json = Encoding.UTF8.GetString(StreamDetectorFile.Write(detector));
        Gen.Select(Gen.Int[0, json.Length - 1], Gen.Char["0123456789-.eE,:[]{}\"N"]).Sample(
            (at, with) =>
            {
                string damaged = string.Concat(json.AsSpan(0, at), [with], json.AsSpan(at + 1));
                try
                {
                    StreamDetector read = StreamDetectorFile.Read(Encoding.UTF8.GetBytes(damaged));
                    for (int i = 0; i < 200; i++) { read.Update(i % 2); }
                }
                catch (StreamDetectorFormatException error)
                {
                    Assert.NotEmpty(error.Problem);
                }
            },
            iter: 200);
    }
}

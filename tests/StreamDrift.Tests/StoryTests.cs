using ModelOps.TestSupport;
using StreamDrift.Data;

namespace StreamDrift.Tests;

public sealed class StoryTests
{
    private static readonly double[] Demand = ElectricityData.Read(Path.Combine(SharedFiles.RepositoryRoot, "samples/StreamDrift/Data/electricity-halfhourly.csv"));

    [Fact]
    public void Tell_InjectedChange_IsFoundByEveryDetector()
    {
        IReadOnlyList<Watch> watches = Story.Tell(Demand, runs: 40);
        Assert.Equal(11, watches.Count);
        Assert.All(watches, static watch => Assert.InRange(watch.Delay ?? int.MaxValue, 0, ForecastErrors.Week));
        Watch dummy = watches.Single(static watch => watch.Name == "periodic-alarm");
        Assert.Equal(5 * 7, dummy.FalseAlarms);
        Assert.All(watches.Where(watch => watch != dummy), static watch => Assert.InRange(watch.FalseAlarms, 0, 6));
    }

    [Fact]
    public void From_UnchangedWeeks_HaveSmallErrors()
    {
        var errors = ForecastErrors.From(Demand, Story.ChangeAt);
        double before = errors.Errors.Take(Story.ChangeAt).Average();
        double after = errors.Errors.Skip(Story.ChangeAt).Average();
        Assert.InRange(before, 0.001, 0.01);
        Assert.InRange(after, 1.5 * before, 10 * before);
        Assert.Equal(0.1, errors.Misses().Take(ForecastErrors.Training).Average(), 0.005);
    }

    [Fact]
    public void Read_AMissingHalfHour_SaysWhere()
    {
        string path = Path.GetTempFileName();
        File.WriteAllText(path, "\"t\",\"demand\"\n1,100\n3,100\n");
        Assert.Contains("line 3", Assert.Throws<InvalidDataException>(() => ElectricityData.Read(path)).Message, StringComparison.Ordinal);
        File.Delete(path);
    }
}

using ModelOps.Drift.Monitoring;
using ModelOps.Drift.Profiles;

namespace ModelOps.Drift.Tests.Monitoring;

public sealed class FalseAlarmBudgetTests
{
    private const int Features = 4;
    private const int Week = 7 * 24 * 60;

    /// <summary>The evidence alone, without the floor of the effect, which only takes alarms away.</summary>
    [Theory]
    [InlineData(20, 1440, 0)]
    [InlineData(3, 10080, 0)]
    [InlineData(150, 720, 0)]
    [InlineData(20, 1440, 0.2)]
    [InlineData(150, 720, 0.001)]
    public void Observe_NothingChanges_AlarmsStayWithinTheWeeklyBudget(int rowsAMinute, int period, double missing)
    {
        // So large a budget that there is something to count: at most 40 a week, so 15 in all.
        const int Runs = 6;
        const int Minutes = Week / 16;
        int alarms = 0;
        for (int run = 0; run < Runs; run++) { alarms += Alarms(run, rowsAMinute, Minutes, period, shift: 0, alarmsPerWeek: 40, missing).Count; }
        TestContext.Current.TestOutputHelper?.WriteLine($"{alarms} alarms");
        Assert.InRange(alarms, 0, 15);
    }

    [Theory]
    [InlineData(60, 0.3, 5)]
    [InlineData(60, 0.12, 25)]
    [InlineData(2000, 0.1, 3)]
    [InlineData(3, 0.3, 45)]
    public void Observe_Shift_IsFoundInTime(int rowsAMinute, double shift, int minutes)
    {
        List<long> alarms = Alarms(99, rowsAMinute, 2 * minutes, period: 1440, shift, alarmsPerWeek: 1);
        Assert.InRange(alarms.DefaultIfEmpty(long.MaxValue).First(), 1, minutes);
    }

    // Buckets at which any feature alarms, one alarm for each.
    private static List<long> Alarms(int seed, int rows, int minutes, int period, double shift, double alarmsPerWeek, double missing = 0)
    {
        var random = new Random(seed);
        DatasetProfile reference = Profile(null, random, 2000, 0, missing);
        var options = new DriftMonitoringOptions { EvidencePeriod = TimeSpan.FromMinutes(period), AlarmsPerWeek = alarmsPerWeek };
        var evidence = new AlarmJudge(reference, options, hold: 0);
        var bins = new BucketBins(reference);
        var alarms = new List<long>();
        for (int minute = 0; minute < minutes; minute++)
        {
            var bucket = new BucketSum(bins);
            bucket.Add(Profile(reference, random, rows, shift, missing), rows);
            evidence.Observe(minute, bucket, null);
            for (int alarm = evidence.Alarmed(minute + 1); alarm > 0; alarm--) { alarms.Add(minute + 1); }
        }

        return alarms;
    }

    // Exponential, so that values do not sit on any grid.
    private static DatasetProfile Profile(DatasetProfile? reference, Random random, int rows, double shift, double missing)
    {
        DatasetProfileBuilder builder = reference is null ? new DatasetProfileBuilder(32) : new DatasetProfileBuilder(reference);
        for (int i = 0; i < Features; i++)
        {
            var values = new double[rows];
            for (int at = 0; at < rows; at++) { values[at] = missing > 0 && random.NextDouble() < missing ? double.NaN : -Math.Log(1 - random.NextDouble()) + shift; }
            builder.AddNumeric($"f{i}", values);
        }

        return builder.Build();
    }
}

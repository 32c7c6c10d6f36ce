// <snippet:src/ModelOps.Drift/README.md#2>
using ModelOps.Drift.Profiles;
using ModelOps.Drift.Sequential;
// </snippet>

namespace ModelOps.Drift.Tests.Sequential;

public sealed class SequentialReadmeTests
{
    [Fact]
    public void Readme_MovedIncome_AlarmsOnce()
    {
        DatasetProfile reference = new DatasetProfileBuilder().AddNumeric("income", PortableData.Uniform(1, 2000)).Build();
        DatasetProfile same = new DatasetProfileBuilder(reference).AddNumeric("income", PortableData.Uniform(5, 400)).Build();
        DatasetProfile moved = new DatasetProfileBuilder(reference).AddNumeric("income", PortableData.Uniform(2, 400, 3)).Build();
        Assert.False(Observe(reference, same).Alarms);
        Assert.True(Observe(reference, moved).Alarms);
    }

    private static SequentialEvidence Observe(DatasetProfile reference, DatasetProfile minute)
    {
        // <snippet:src/ModelOps.Drift/README.md#2>
        // One false alarm a week over 30 features, looking every minute.
        var budget = new AlarmBudget(AlarmsPerWeek: 1, LookInterval: TimeSpan.FromMinutes(1), Features: 30);
        var detector = new SequentialDriftDetector(reference.Find("income")!, budget.Threshold);

        SequentialEvidence evidence = detector.Observe(minute.Find("income")!);
        if (evidence.Alarms)
        {
            Console.WriteLine($"income has moved since look {evidence.Since}");
        }
        // </snippet>

        return evidence;
    }
}

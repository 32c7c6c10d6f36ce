namespace ModelOps.Serving.Tests.Rollout;

/// <summary>Whole gates, judged after every call of a rollout, with fixed seeds: how often they decide wrongly, and how soon they decide rightly.</summary>
public sealed class RolloutSimulationTests
{
    private const int Runs = 2000;
    private static readonly double Allowed = (Runs * 0.05) + (3 * Math.Sqrt(Runs * 0.05 * 0.95));

    private static readonly RolloutPolicy Errors = new() { Steps = [50], ErrorRate = new ErrorRateGate { MaxIncrease = 0 } };
    private static readonly RolloutPolicy Mean = new() { Steps = [50], Latency = new LatencyGate { MaxIncrease = 0, Cap = TimeSpan.FromSeconds(1) } };

    // Equal variants and no tolerance: any verdict of harm is false.
    [Theory]
    [InlineData(0.02)]
    [InlineData(0.3)]
    public void ErrorRate_SameRates_SeldomEverCalledHarmful(double rate) =>
        Assert.InRange(Simulate(Errors, 250, r => r.NextDouble() < rate, r => r.NextDouble() < rate).Harmful, 0, Allowed);

    // Worse by exactly what is tolerated: any proof of the contrary is false.
    [Fact]
    public void ErrorRate_AtTheLimit_SeldomEverCalledProven() => Assert.InRange(
        Simulate(Errors with { ErrorRate = new ErrorRateGate { MaxIncrease = 0.1 } }, 250, static r => r.NextDouble() < 0.1, static r => r.NextDouble() < 0.2).Proven, 0, Allowed);

    [Fact]
    public void ErrorRate_IncidentsThatHitBoth_SeldomEverCalledHarmful()
    {
        int call = 0; // both variants fail more often during every second fifty calls
        bool Fails(Random random) => random.NextDouble() < (call++ / 50 % 2 == 0 ? 0.02 : 0.4);

        Assert.InRange(Simulate(Errors, 250, Fails, Fails).Harmful, 0, Allowed);
    }

    [Fact]
    public void Latency_SameHeavyTails_SeldomEverCalledHarmful() =>
        Assert.InRange(SimulateTimes(Mean, runs: Runs, calls: 120, static r => Pareto(r), static r => Pareto(r)).Harmful, 0, Allowed);

    [Fact]
    public void ErrorRate_RealRegression_FoundInNearlyEveryRun()
    {
        (int harmful, int proven, double mean) = Simulate(Errors with { ErrorRate = new ErrorRateGate { MaxIncrease = 0.01 } }, 3000, static r => r.NextDouble() < 0.01, static r => r.NextDouble() < 0.1, runs: 300);

        Assert.True(harmful >= 297, $"{harmful} of 300");
        Assert.Equal(0, proven);
        Assert.InRange(mean, 100, 900); // calls of both variants until it is found
    }

    [Fact]
    public void ErrorRate_NoRegression_ProvenInNearlyEveryRun()
    {
        (int harmful, int proven, _) = Simulate(Errors with { ErrorRate = new ErrorRateGate { MaxIncrease = 0.05 } }, 4000, static r => r.NextDouble() < 0.02, static r => r.NextDouble() < 0.02, runs: 300);

        Assert.True(proven >= 297, $"{proven} of 300");
        Assert.Equal(0, harmful);
    }

    [Fact]
    public void Latency_ThriceAsSlow_FoundInNearlyEveryRun()
    {
        RolloutPolicy policy = Mean with { Latency = new LatencyGate { MaxIncrease = 0.2 } };

        (int harmful, int proven) = SimulateTimes(policy, runs: 100, calls: 2000, static r => Pareto(r), static r => 3 * Pareto(r));

        Assert.True(harmful >= 99, $"{harmful} of 100");
        Assert.Equal(0, proven);
    }

    private static double Pareto(Random random) => 0.02 * Math.Pow(1 - random.NextDouble(), -1 / 1.5); // seconds; infinite variance before the cap

    private static (int Harmful, int Proven, double MeanCalls) Simulate(RolloutPolicy policy, int calls, Func<Random, bool> champion, Func<Random, bool> canary, int runs = Runs)
    {
        int harmful = 0;
        int proven = 0;
        long total = 0;
        for (int seed = 0; seed < runs; seed++)
        {
            Random random = new(seed);
            ArmEvidence[] arms = [new(), new()];
            for (int i = 0; i < calls; i++)
            {
                total++;
                int arm = random.Next(2);
                arms[arm].Calls++;
                arms[arm].Errors += (arm == 0 ? champion : canary)(random) ? 1 : 0;
                if (Count(policy, arms, ref harmful, ref proven)) { break; }
            }
        }

        return (harmful, proven, (double)total / runs);
    }

    private static (int Harmful, int Proven) SimulateTimes(RolloutPolicy policy, int runs, int calls, Func<Random, double> champion, Func<Random, double> canary)
    {
        int harmful = 0;
        int proven = 0;
        for (int seed = 0; seed < runs; seed++)
        {
            Random random = new(seed);
            ArmEvidence[] arms = [new(), new()];
            for (int i = 0; i < calls; i++)
            {
                int arm = random.Next(2);
                double part = Math.Min(1, (arm == 0 ? champion : canary)(random));
                arms[arm].Latency.Add(1, part, part * part);
                if (Count(policy, arms, ref harmful, ref proven)) { break; }
            }
        }

        return (harmful, proven);
    }

    private static bool Count(RolloutPolicy policy, ArmEvidence[] arms, ref int harmful, ref int proven)
    {
        GateVerdict verdict = RolloutJudge.Judge(policy, arms[0], arms[1], 0, 0)[0].Verdict;
        harmful += verdict == GateVerdict.Harmful ? 1 : 0;
        proven += verdict == GateVerdict.Proven ? 1 : 0;
        return verdict != GateVerdict.Undecided;
    }
}

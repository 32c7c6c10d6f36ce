namespace ModelOps.Serving;

/// <summary>What an experiment must fulfil.</summary>
internal static class ExperimentRules
{
    private const int MaxName = 64;
    private const int MaxVariants = 32;
    private static readonly TimeSpan LongestWindow = TimeSpan.FromDays(30);

    public static IEnumerable<string> Check(IReadOnlyList<Experiment> experiments, string key)
    {
        for (int i = 0; i < experiments.Count; i++)
        {
            foreach (string error in Check(experiments[i], $"{key}:{i}")) { yield return error; }
            if (experiments.Take(i).Any(other => other.Name == experiments[i].Name)) { yield return $"{key}:{i}:Name is '{experiments[i].Name}' again. Give each experiment its own name."; }
        }
    }

    private static IEnumerable<string> Check(Experiment experiment, string key)
    {
        if (string.IsNullOrWhiteSpace(experiment.Name) || experiment.Name.Length > MaxName) { yield return $"{key}:Name is '{experiment.Name}'. Give 1 to {MaxName} characters."; }
        if (experiment.Allocation is not (> 0 and <= 1)) { yield return $"{key}:Allocation is {experiment.Allocation}. Give more than 0, 1 at most, such as 0.2."; }
        if (experiment.Variants.Count is < 2 or > MaxVariants) { yield return $"{key}:Variants has {experiment.Variants.Count} entries. Give 2 to {MaxVariants}."; }
        foreach (string error in TrafficPolicyRules.CheckVariants(experiment.Variants, $"{key}:Variants")) { yield return error; }
        if (experiment.OutcomeWindow <= TimeSpan.Zero || experiment.OutcomeWindow > LongestWindow) { yield return $"{key}:OutcomeWindow is {experiment.OutcomeWindow}. Give more than zero, {LongestWindow} at most."; }
        if (experiment.MaxUnits is < ExposureTable.MinCapacity or > ExposureTable.MaxCapacity) { yield return $"{key}:MaxUnits is {experiment.MaxUnits}. Give {ExposureTable.MinCapacity} to {ExposureTable.MaxCapacity}."; }
    }
}

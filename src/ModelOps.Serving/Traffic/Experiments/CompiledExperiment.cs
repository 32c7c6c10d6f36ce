namespace ModelOps.Serving;

/// <summary>An experiment in the form in which calls read it.</summary>
internal sealed class CompiledExperiment
{
    private const ulong EnrolmentBits = 0xd1b54a32d192ed03; // so that who is enrolled says nothing about the variant
    private readonly Experiment _experiment;
    private readonly WeightedChoice _choice;
    private readonly TrafficChoice[] _variants;
    private readonly ulong _threshold;

    public CompiledExperiment(string model, Experiment experiment, ExperimentRecorder recorder)
    {
        _experiment = experiment;
        _choice = new WeightedChoice(experiment.Variants);
        _threshold = experiment.Allocation >= 1 ? ulong.MaxValue : (ulong)(experiment.Allocation * ulong.MaxValue);
        ModelReference control = ModelReference.ToAlias(model, experiment.Variants[0].Alias);
        _variants = [.. experiment.Variants.Select((v, i) => new TrafficChoice(
            i == 0 ? control : ModelReference.ToAlias(model, v.Alias), control, v.Alias, TrafficMetrics.Experiment, recorder, i))];
    }

    public static ulong Hash(Experiment experiment, string key) => StableHash.Compute(experiment.Salt ?? experiment.Name, key);

    public bool TryChoose(string key, out TrafficChoice choice)
    {
        ulong hash = Hash(_experiment, key);
        if (StableHash.Mix(hash ^ EnrolmentBits) > _threshold)
        {
            choice = default;
            return false;
        }

        choice = _variants[_choice.Choose(hash)] with { Unit = hash };
        return true;
    }
}

using Microsoft.Extensions.Options;

namespace ModelOps.Registry.Training.Embedded;

/// <summary>The jobs that this host knows, by name.</summary>
internal sealed class TrainingWorks
{
    private readonly Dictionary<string, ITrainingWork> _works = new(StringComparer.Ordinal);

    public TrainingWorks(IOptions<TrainingJobsOptions> options, IEnumerable<TrainingDelegate> delegates)
    {
        foreach ((string name, TrainingProcess process) in options.Value.Processes) { _works[name] = new ProcessWork(process); }
        foreach (TrainingDelegate one in delegates) { _works[one.Name] = new DelegateWork(one.Run); }
        Names = TrainingSpecJson.Names(_works.Keys.Order(StringComparer.Ordinal));
    }

    /// <summary>As a JSON array.</summary>
    public string Names { get; }

    public ITrainingWork Get(string name) => _works.GetValueOrDefault(name) ?? throw new TrainingJobException(
        ModelOpsErrorKind.NotFound,
        TrainingJobErrorCodes.NotFound,
        $"There is no job '{name}' (known: {(_works.Count == 0 ? "none" : string.Join(", ", _works.Keys.Order(StringComparer.Ordinal)))}). " +
        $"Add it with AddTrainingJob, or in {TrainingJobsOptions.SectionName}:{nameof(TrainingJobsOptions.Processes)}.");
}

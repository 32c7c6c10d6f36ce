namespace ModelOps.Drift.Performance.Monitoring;

/// <summary>Settings of <c>AddPerformanceMonitoring()</c>; section <c>ModelOps:Drift:Performance</c>. Read at start.</summary>
public sealed class PerformanceMonitoringOptions
{
    private readonly Dictionary<string, PerformanceReference> _references = new(StringComparer.Ordinal);

    /// <summary>Name of the configuration section.</summary>
    public const string SectionName = "ModelOps:Drift:Performance";

    /// <summary>Folder where windows, predictions that wait for labels and labels that wait for predictions are kept, so that a restart loses nothing; made when missing, of one
    /// process at a time. It holds ids and predicted numbers: protect it as you do those. Null (the default): they are not kept.</summary>
    public string? StateDirectory { get; set; }

    /// <summary>How often the state is kept, 1 second to 1 hour: a kill loses that much. Default 30 seconds.</summary>
    public TimeSpan SaveInterval { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Windows of each version that <see cref="IPerformanceHistory"/> keeps, 1 to 10,000. Default 200.</summary>
    public int History { get; set; } = 200;

    /// <summary>Models whose performance is watched, by name, and what must be told of each. Others are left alone.</summary>
    public IDictionary<string, PerformanceModelOptions> Models { get; } = new Dictionary<string, PerformanceModelOptions>(StringComparer.Ordinal);

    /// <summary>Gives all versions of a classifier of two classes what is known from labelled data; it wins over files.</summary>
    /// <param name="model">Name of the model.</param>
    /// <param name="reference">What is known.</param>
    /// <returns>These options, for chaining.</returns>
    /// <exception cref="ArgumentException">Its calibrator is of another package.</exception>
    public PerformanceMonitoringOptions UseReference(string model, CbpeReference reference) => Use(model, PerformanceReference.Of(reference, CbpeReferenceFile.Write(reference)));

    /// <summary>Gives all versions of a classifier of several classes what is known from labelled data; it wins over files.</summary>
    /// <param name="model">Name of the model.</param>
    /// <param name="reference">What is known.</param>
    /// <returns>These options, for chaining.</returns>
    public PerformanceMonitoringOptions UseReference(string model, MulticlassCbpeReference reference) =>
        Use(model, PerformanceReference.Of(reference, MulticlassCbpeReferenceFile.Write(reference)));

    /// <summary>Gives all versions of a regression what is known from labelled data; it wins over files. Error models may be of any trainer.</summary>
    /// <param name="model">Name of the model.</param>
    /// <param name="reference">What is known.</param>
    /// <returns>These options, for chaining.</returns>
    /// <remarks>Windows of error models that are not <see cref="BoostedStumpsTrainer"/>'s are not told apart by what they learnt: after a change of one, empty
    /// <see cref="StateDirectory"/>, or the window of the change is of both.</remarks>
    public PerformanceMonitoringOptions UseReference(string model, DleReference reference)
    {
        ArgumentNullException.ThrowIfNull(reference);
        bool isWritten = Array.TrueForAll(reference.Estimators, static estimator => estimator.Model is BoostedStumps);
        return Use(model, PerformanceReference.Of(reference, isWritten ? DleReferenceFile.Write(reference) : []));
    }

    internal PerformanceReference? FindReference(string model) => _references.GetValueOrDefault(model);

    private PerformanceMonitoringOptions Use(string model, PerformanceReference reference)
    {
        ArgumentException.ThrowIfNullOrEmpty(model);
        _references[model] = reference;
        return this;
    }
}

using ModelOps.Drift.Profiles;

namespace ModelOps.Drift.Monitoring;

/// <summary>Settings of <c>AddDriftMonitoring()</c>; section <c>ModelOps:Drift:Monitoring</c>. Read at start.</summary>
public sealed class DriftMonitoringOptions
{
    /// <summary>Name of the configuration section.</summary>
    public const string SectionName = "ModelOps:Drift:Monitoring";

    private readonly Dictionary<string, DatasetProfile> _references = new(StringComparer.Ordinal);

    /// <summary>Name of this process among those that serve the same models; 1 to 256 characters. Default null: the name of the machine, in Kubernetes that of the pod.</summary>
    public string? Replica { get; set; }

    /// <summary>Most rows a second that this process profiles of all models together, at least 1; bursts of ten seconds' worth pass. Of what comes faster the first rows
    /// of each tenth of a second are profiled, so that the cost stays bounded (at 30 features at most about 2.5 % of a core if each row is a call, 0.5 % in batches). Null profiles all. Default 100,000.</summary>
    public int? MaxRowsPerSecond { get; set; } = 100_000;

    /// <summary>Part of the rows that is profiled, above 0 and at most 1. Default 1: it is cheap enough.</summary>
    public double SampleRate { get; set; } = 1;

    /// <summary>Seed of the sampling. Default 0.</summary>
    public int Seed { get; set; }

    /// <summary>Whether outputs that the reference has features of are profiled like inputs. Default true.</summary>
    public bool IncludeOutputs { get; set; } = true;

    /// <summary>Length of the buckets that windows are merged of, 1 second to 1 day, a whole part of a day. All replicas need the same. Default 1 minute.</summary>
    public TimeSpan BucketLength { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How often what was counted goes to the store, 100 ms to <see cref="BucketLength"/>: a kill loses that much. Default 5 seconds.</summary>
    public TimeSpan FlushInterval { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long after its end a bucket is awaited from all replicas before it is evaluated, 0 to 1 hour. Default 15 seconds.</summary>
    public TimeSpan Grace { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How late rows may come by their event time, 0 to 1 day; later ones are only counted. Evaluations wait that long, and it has no effect while no model has
    /// an event time. Default 5 minutes.</summary>
    public TimeSpan AllowedLateness { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>Most buckets of a version that wait while the store is away; the oldest go first. At least 1; default 1,440, a day of minutes.</summary>
    public int MaxPendingBuckets { get; set; } = 1440;

    /// <summary>How long buckets stay in the store; null, the default, keeps what windows, seasons and the alarm rule need.</summary>
    public TimeSpan? Retention { get; set; }

    /// <summary>Which stretches of traffic are evaluated.</summary>
    public DriftWindowOptions Window { get; } = new();

    /// <summary>Comparison with earlier seasons instead of the training data.</summary>
    public DriftSeasonOptions Season { get; } = new();

    /// <summary>Which of several replicas tell observers and the log of a window. Default <see cref="DriftEvaluators.One"/>.</summary>
    public DriftEvaluators Evaluators { get; set; } = DriftEvaluators.One;

    /// <summary>When a feature counts as drifted. Default <see cref="DriftAlarmRule.Sequential"/>.</summary>
    public DriftAlarmRule AlarmRule { get; set; } = DriftAlarmRule.Sequential;

    /// <summary>False alarms that are acceptable in a week for each model version, over all its features together, above 0. Default 1.</summary>
    public double AlarmsPerWeek { get; set; } = 1;

    /// <summary>How far back evidence is gathered: it begins anew at each multiple of this length, a multiple of the bucket length. Longer finds slower drift in little
    /// traffic, and makes a start read more buckets. Default 1 day; at most 31.</summary>
    public TimeSpan EvidencePeriod { get; set; } = TimeSpan.FromDays(1);

    /// <summary>Most values of a feature that the evidence takes of one bucket, at random beyond, 16 to 1,000,000. Default 2,000. Windows always count all.</summary>
    public int MaxValuesPerBucket { get; set; } = 2000;

    /// <summary>Evaluations of each version that <see cref="IDriftHistory"/> keeps, 1 to 10,000; fewer when the version has more than 10,000 features over all of them. Default 60.</summary>
    public int History { get; set; } = 60;

    /// <summary>What must be told of single models, by name. Models not named here are watched with what their version was registered with.</summary>
    public IDictionary<string, MonitoredModelOptions> Models { get; } = new Dictionary<string, MonitoredModelOptions>(StringComparer.Ordinal);

    /// <summary>Gives all versions of a model a reference profile from code; it wins over files.</summary>
    /// <param name="model">Name of the model.</param>
    /// <param name="reference">Its reference profile.</param>
    /// <returns>These options, for chaining.</returns>
    public DriftMonitoringOptions UseReference(string model, DatasetProfile reference)
    {
        ArgumentException.ThrowIfNullOrEmpty(model);
        ArgumentNullException.ThrowIfNull(reference);
        _references[model] = reference;
        return this;
    }

    internal DatasetProfile? FindReference(string model) => _references.GetValueOrDefault(model);
}

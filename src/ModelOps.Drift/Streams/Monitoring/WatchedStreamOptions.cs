namespace ModelOps.Drift.Streams.Monitoring;

/// <summary>One watched stream: where its values come from, what is done with them, and which detector takes them.</summary>
/// <remarks>Values become 0 or 1 by <see cref="Above"/>, then means of blocks, then shares by <see cref="Low"/> and <see cref="High"/>.</remarks>
public sealed class WatchedStreamOptions
{
    private Func<StreamDetector>? _factory;

    /// <summary>Where the values come from.</summary>
    public StreamSource Source { get; set; }

    /// <summary>Name of the input or output. Null, the default, is the only one there is.</summary>
    public string? Tensor { get; set; }

    /// <summary>Column of the input or output, from 0; of a tensor with rows in its first dimension. Default 0.</summary>
    public int Column { get; set; }

    /// <summary>Makes 1 of values above this one and 0 of others: the share of calls slower than half a second, say. Null, the default, leaves numbers as they are.</summary>
    public double? Above { get; set; }

    /// <summary>Values whose mean the detector takes, for neighbours that resemble each other. 1 to 1,000,000; default 1, every value.</summary>
    public int BlockSize { get; set; } = 1;

    /// <summary>Time whose mean the detector takes, in place of <see cref="BlockSize"/>; a time without values gives none. 1 second to 1 day. Default null.</summary>
    public TimeSpan? BlockLength { get; set; }

    /// <summary>What the detector takes as 0, together with <see cref="High"/>: for those that take 0 to 1. Values below count as it. Default null.</summary>
    public double? Low { get; set; }

    /// <summary>What the detector takes as 1; above <see cref="Low"/>. Values above count as it. Default null.</summary>
    public double? High { get; set; }

    /// <summary>Name of the detector: <c>adwin</c>, <c>page-hinkley</c>, <c>ddm</c>, <c>eddm</c>, <c>rddm</c>, <c>hddm-a</c>, <c>hddm-w</c>, <c>kswin</c>, <c>cusum</c> or <c>ewma-chart</c>. Null, the default, is
    /// <c>hddm-a</c> for zeros and ones and for shares, and for other numbers <c>cusum</c>, calibrated for 10,000 values per false alarm unless <see cref="UpdatesPerFalseAlarm"/> says otherwise.</summary>
    public string? Detector { get; set; }

    /// <summary>Settings of the detector by the names of its constructor's parameters, such as <c>delta</c>; numbers with a point. Those left out have its defaults. <c>cusum</c> and
    /// <c>ewma-chart</c> learn their level from <c>warmUp</c> values unless <c>mean</c> and <c>deviation</c> are given.</summary>
    public IDictionary<string, string> Settings { get; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Values that at most one false alarm may come in: the threshold is found from the first <see cref="CalibrationValues"/> values of each version, which must be of the
    /// process in control. For <c>cusum</c>, <c>ewma-chart</c>, <c>page-hinkley</c>, <c>kswin</c> and <c>adwin</c>. 100 to 1,000,000; default null, the threshold of the settings.</summary>
    public long? UpdatesPerFalseAlarm { get; set; }

    /// <summary>Values (means, where blocks are taken) that a calibration needs, 100 to 100,000. Default 2,000.</summary>
    public int CalibrationValues { get; set; } = 2000;

    /// <summary>Makes the detector in code, in place of <see cref="Detector"/> and <see cref="Settings"/>.</summary>
    /// <param name="factory">Makes a new detector, always with the same settings; called once for each version, and at start.</param>
    /// <returns>These options, for chaining.</returns>
    public WatchedStreamOptions UseDetector(Func<StreamDetector> factory)
    {
        ArgumentNullException.ThrowIfNull(factory);
        _factory = factory;
        return this;
    }

    internal Func<StreamDetector>? Factory => _factory;
}

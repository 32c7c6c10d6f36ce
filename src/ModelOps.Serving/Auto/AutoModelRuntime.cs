using System.Globalization;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using ModelOps.Serving.Diagnostics;
using ModelOps.Serving.Loading;
using ModelOps.Serving.OnnxRuntime;
using ModelOps.Serving.Simd;

namespace ModelOps.Serving.Auto;

/// <summary>Loads an ONNX model into the managed engine and into ONNX Runtime, sees that they agree, measures both, and keeps the faster one for each size of batch.</summary>
/// <remarks>
/// <para>Where only one can load the model, that one serves it: ONNX Runtime for operators that the engine does not know, the engine where the native
/// package is missing. Where the answers differ beyond <see cref="AutoOptions"/>, ONNX Runtime serves the model and a warning says so.</para>
/// <para>The answers are compared at each load. What was measured holds for later versions that are much the same; see <see cref="AutoOptions.ReuseMeasurements"/>.</para>
/// <para>What was chosen, and why, is in the properties of the session (<c>auto.choice</c>, <c>auto.reason</c>), which the model's metadata and the log show.</para>
/// </remarks>
/// <param name="simd">The managed engine.</param>
/// <param name="onnxRuntime">ONNX Runtime.</param>
/// <param name="options">Settings; read at each load.</param>
/// <param name="logger">Hears of differences.</param>
public sealed class AutoModelRuntime(
    SimdModelRuntime simd, OnnxRuntimeModelRuntime onnxRuntime, IOptions<AutoOptions> options, ILogger<AutoModelRuntime>? logger = null) : IModelRuntime
{
    private readonly ILogger _logger = logger ?? NullLogger<AutoModelRuntime>.Instance;
    private readonly Measurements _measurements = new();

    /// <inheritdoc/>
    public string Name => "auto";

    /// <inheritdoc/>
    public string Platform => "onnx_onnxv1";

    /// <inheritdoc/>
    public bool CanLoad(ModelPackage package) => onnxRuntime.CanLoad(package);

    /// <inheritdoc/>
    public async ValueTask<IModelSession> LoadAsync(ModelPackage package, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(package);
        (IModelSession? ours, ModelLoadException? ourFault) = await TryLoadAsync(simd, package, cancellationToken).ConfigureAwait(false);
        if (ours is null)
        {
            IModelSession only = await onnxRuntime.LoadAsync(package, cancellationToken).ConfigureAwait(false);
            return new AutoSession(only, Describe(onnxRuntime.Name, ourFault!.Message, only));
        }

        (IModelSession? theirs, ModelLoadException? theirFault) = (null, null);
        try
        {
            (theirs, theirFault) = await TryLoadAsync(onnxRuntime, package, cancellationToken).ConfigureAwait(false);
            if (theirs is null) { return new AutoSession(ours, Describe(simd.Name, theirFault!.Message, ours)); }
            return await LoadThreads.RunAsync(
                () => Choose(package, ours, theirs, cancellationToken), LoadPriority.IsLow(ours.Properties) && LoadPriority.IsLow(theirs.Properties), cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            ours.Dispose();
            theirs?.Dispose();
            throw;
        }
    }

    private static async ValueTask<(IModelSession? Session, ModelLoadException? Fault)> TryLoadAsync(
        IModelRuntime runtime, ModelPackage package, CancellationToken cancellationToken)
    {
        try { return (await runtime.LoadAsync(package, cancellationToken).ConfigureAwait(false), null); }
        catch (ModelLoadException e) { return (null, e); }
    }

    private AutoSession Choose(ModelPackage package, IModelSession ours, IModelSession theirs, CancellationToken cancellationToken)
    {
        string? difference;
        IReadOnlyList<BatchBucket> buckets;
        Measurement? known = options.Value.ReuseMeasurements ? _measurements.Find(package, ours.Signature) : null;
        try
        {
            SampleRequests samples = new(package.Model, ours.Signature, options.Value.Seed);
            (difference, buckets) = new RuntimeTrial(ours, theirs, samples, options.Value).Run(known?.Buckets, cancellationToken);
        }
        catch (ModelOpsException e)
        {
            return Keep(theirs, ours, onnxRuntime.Name, $"made-up rows cannot be answered, so nothing could be compared ({e.Code})");
        }

        if (difference is not null)
        {
            _logger.RuntimesDiffer(package.Model, package.Version, difference);
            return Keep(theirs, ours, onnxRuntime.Name, $"the answers of simd and onnxruntime differ: {difference}");
        }

        if (known is null && buckets.Count > 0) { _measurements.Keep(package, ours.Signature, buckets); }
        string figures = buckets.Count > 0 ? string.Join("; ", buckets) : "rows are too large to measure";
        string reason = known is null ? figures : $"as measured of version {known.Version}, which is much the same: {figures}";
        bool isFirstOurs = buckets.Count > 0 && buckets[0].IsSimd;
        int same = buckets.TakeWhile(b => b.IsSimd == isFirstOurs).Count();
        (IModelSession first, IModelSession rest) = isFirstOurs ? (ours, theirs) : (theirs, ours);
        (string firstName, string restName) = isFirstOurs ? (simd.Name, onnxRuntime.Name) : (onnxRuntime.Name, simd.Name);
        if (same == buckets.Count) { return Keep(first, rest, firstName, reason); }

        // Where they take turns the first change counts. Between two sizes that were measured the line is their geometric mean.
        int rows = (int)Math.Sqrt((double)buckets[same - 1].Rows * buckets[same].Rows);
        string choice = string.Create(CultureInfo.InvariantCulture, $"{firstName} up to {rows} {(rows == 1 ? "row" : "rows")}, {restName} beyond");
        return new AutoSession(first, rest, rows, Describe(choice, reason, first, rest));
    }

    private static AutoSession Keep(IModelSession kept, IModelSession other, string name, string reason)
    {
        other.Dispose();
        return new AutoSession(kept, Describe(name, reason, kept));
    }

    private static Dictionary<string, string> Describe(string choice, string reason, params ReadOnlySpan<IModelSession> sessions)
    {
        Dictionary<string, string> properties = new() { ["auto.choice"] = choice, ["auto.reason"] = reason };
        foreach (IModelSession session in sessions)
        {
            foreach ((string key, string value) in session.Properties) { properties[key] = value; }
        }

        return properties;
    }
}

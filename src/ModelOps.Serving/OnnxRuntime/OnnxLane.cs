using Microsoft.ML.OnnxRuntime;

namespace ModelOps.Serving.OnnxRuntime;

/// <summary>What one call at a time needs: run options, and bindings for the shapes seen last.</summary>
/// <remarks>A call of shapes that were not seen lets ONNX Runtime allocate the outputs, and from their shapes makes the binding that
/// later calls of these shapes reuse. ONNX Runtime refuses a bound output of another shape than it computes; a model that is found to have
/// output shapes that depend on values is run without bindings from then on.</remarks>
internal sealed class OnnxLane(OnnxSession session) : IDisposable
{
    private const int MaxBindings = 128; // runs that calls share have any number of rows
    private const int RunsBeforeShrink = 100;
    private const long MaxBoundBytes = 8 << 20; // beyond, a run costs far more than its allocations
    private const long MaxBytes = 2 * MaxBoundBytes; // of all bindings
    private readonly RunOptions _options = new() { LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL };
    private readonly RunOptions _shrinking = CreateShrinking();
    private int _unboundRuns;
    private readonly List<OnnxBinding> _bindings = []; // most recently used first
    private readonly InferenceTensor[] _inputs = new InferenceTensor[session.Inputs.Length];
    private long _boundBytes;

    public void Terminate()
    {
        _options.Terminate = true;
        _shrinking.Terminate = true;
    }

    public void Run(InferenceRequest request, InferenceResponse response, CancellationToken cancellationToken)
    {
        CancellationTokenRegistration registration = cancellationToken.UnsafeRegister(static lane => ((OnnxLane)lane!).Terminate(), this);
        try
        {
            CollectInputs(request);
            Execute(request, response);
        }
        finally
        {
            registration.Dispose(); // waits for a callback under way, so that none sets the flag of the next call
            if (_options.Terminate) { _options.Terminate = false; }
            if (_shrinking.Terminate) { _shrinking.Terminate = false; }
            Array.Clear(_inputs);
        }
    }

    public void Dispose()
    {
        foreach (OnnxBinding binding in _bindings) { binding.Dispose(); }
        _bindings.Clear();
        _options.Dispose();
        _shrinking.Dispose();
    }

    // The memory of a shape met for the first time goes back; a session whose calls all run so gives it back now and then, since that takes time.
    private RunOptions OptionsOfUnboundRun() => session.ShrinkArena && (session.CanBind || ++_unboundRuns % RunsBeforeShrink == 0) ? _shrinking : _options;

    private static RunOptions CreateShrinking()
    {
        RunOptions options = new() { LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL };
        options.AddRunConfigEntry("memory.enable_memory_arena_shrinkage", "cpu:0");
        return options;
    }

    private void CollectInputs(InferenceRequest request)
    {
        for (int i = 0; i < _inputs.Length; i++)
        {
            string name = session.Inputs[i].Name;
            _inputs[i] = i < request.Inputs.Count && string.Equals(request.Inputs[i].Name, name, StringComparison.Ordinal)
                ? request.Inputs[i]
                : request.Inputs[name];
        }
    }

    private void Execute(InferenceRequest request, InferenceResponse response)
    {
        OnnxBinding? binding = session.CanBind ? Find(request) : null;
        if (binding is not null && TryRunBound(binding, response)) { return; }

        TensorSpec[] outputs = session.SelectOutputs(request.RequestedOutputs);
        OnnxUnboundRun.Run(session.Native, OptionsOfUnboundRun(), _inputs, outputs, response.Outputs);
        if (binding is null)
        {
            Remember(request, response, outputs);
        }
        else if (!binding.HasOutputShapesOf(response.Outputs))
        {
            session.CanBind = false;
        }
    }

    private bool TryRunBound(OnnxBinding binding, InferenceResponse response)
    {
        try
        {
            binding.Run(session.Native, _options, _inputs, response.Outputs);
            return true;
        }
        catch (OnnxRuntimeException) when (!_options.Terminate)
        {
            // Either the outputs have other shapes this time, or the model fails on this input: running it unbound tells.
            response.Outputs.Clear();
            return false;
        }
    }

    private OnnxBinding? Find(InferenceRequest request)
    {
        for (int i = 0; i < _bindings.Count; i++)
        {
            OnnxBinding binding = _bindings[i];
            if (!binding.Fits(_inputs, request.RequestedOutputs)) { continue; }
            if (i > 0)
            {
                _bindings.RemoveAt(i);
                _bindings.Insert(0, binding);
            }

            return binding;
        }

        return null;
    }

    private void Remember(InferenceRequest request, InferenceResponse response, TensorSpec[] outputs)
    {
        long bytes = CountBytes(response.Outputs);
        if (!session.CanBind || bytes > MaxBoundBytes) { return; }
        while (_bindings.Count > 0 && (_bindings.Count == MaxBindings || _boundBytes + bytes > MaxBytes))
        {
            _boundBytes -= _bindings[^1].ByteLength;
            _bindings[^1].Dispose();
            _bindings.RemoveAt(_bindings.Count - 1);
        }

        _boundBytes += bytes;
        _bindings.Insert(0, new OnnxBinding(session.Native, _inputs, response.Outputs, outputs, request.RequestedOutputs.Count == 0));
    }

    private long CountBytes(InferenceTensorCollection outputs)
    {
        long bytes = 0;
        foreach (InferenceTensor input in _inputs) { bytes += input.ByteLength; }
        for (int i = 0; i < outputs.Count; i++) { bytes += outputs[i].ByteLength; }
        return bytes;
    }
}

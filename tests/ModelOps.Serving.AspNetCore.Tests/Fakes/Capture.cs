namespace ModelOps.Serving.AspNetCore.Tests.Fakes;

/// <summary>A model that keeps what it was asked, and answers with parameters a test sets.</summary>
internal sealed class Capture
{
    public const string Model = "capture";

    public InferenceContext Context { get; } = new();

    public Dictionary<string, InferenceParameter> Parameters { get; } = [];

    public Action<InferenceParameterCollection>? Answer { get; set; }

    public static Capture In(FakeModels models)
    {
        Capture capture = new();
        models.Add(Model, new ModelSignature([], []), (request, response) =>
        {
            capture.Context.CopyFrom(request.Context);
            capture.Parameters.Clear();
            foreach ((string name, InferenceParameter value) in request.Parameters) { capture.Parameters[name] = value; }
            capture.Answer?.Invoke(response.Parameters);
        });
        return capture;
    }
}

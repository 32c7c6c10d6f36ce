using System.Text.Json;

namespace ModelOps.Serving.Samples;

/// <summary>Reads calls from a file with one a line, as JSON of the Open Inference Protocol: <c>{"request": {"inputs": [...]}, "response": {"outputs": [...]}}</c>,
/// or a request alone.</summary>
internal static class RecordedCalls
{
    public const int MostCalls = 1000; // as TensorFlow Serving takes
    private const long MostBytes = 256L << 20;

    /// <exception cref="ModelLoadException">The file cannot be read; the message names the line.</exception>
    public static async Task<IReadOnlyList<RecordedCall>> ReadAsync(string model, string file, CancellationToken cancellationToken)
    {
        List<RecordedCall> calls = [];
        int number = 0;
        try
        {
            FileInfo info = new(file);
            if (info.Length > MostBytes) { throw new FormatException($"it has {info.Length} bytes, more than {MostBytes}"); }
            await foreach (string line in File.ReadLinesAsync(file, cancellationToken).ConfigureAwait(false))
            {
                number++;
                if (string.IsNullOrWhiteSpace(line)) { continue; }
                if (calls.Count == MostCalls) { break; }
                calls.Add(Parse(model, number, line));
            }

            return calls;
        }
        catch (Exception e)
        {
            foreach (RecordedCall call in calls) { call.Dispose(); }
            if (e is JsonException or FormatException or KeyNotFoundException or InvalidOperationException or ArgumentException)
            {
                // The words of the JSON reader may hold the text.
                string why = e is FormatException ? e.Message : "it is no request of the Open Inference Protocol, or no pair of 'request' and 'response'";
                throw new ModelLoadException(model, $"its recorded calls '{Path.GetFileName(file)}' cannot be read at line {number}: {why}. Correct or remove the file.", e);
            }

            if (e is IOException or UnauthorizedAccessException)
            {
                throw new ModelLoadException(model, $"its recorded calls '{Path.GetFileName(file)}' cannot be read ({e.GetType().Name}). Correct the path, or leave it out.", e);
            }

            throw;
        }
    }

    private static RecordedCall Parse(string model, int number, string line)
    {
        using JsonDocument document = JsonDocument.Parse(line);
        JsonElement root = document.RootElement;
        JsonElement asked = root.TryGetProperty("request", out JsonElement inner) ? inner : root;
        InferenceRequest request = new(ModelReference.ToModel(model));
        InferenceResponse? answer = null;
        try
        {
            foreach (JsonElement input in asked.GetProperty("inputs").EnumerateArray()) { request.Inputs.Add(TensorElement.Read(input)); }
            if (root.TryGetProperty("response", out JsonElement answered))
            {
                answer = new InferenceResponse();
                foreach (JsonElement output in answered.GetProperty("outputs").EnumerateArray()) { answer.Outputs.Add(TensorElement.Read(output)); }
            }

            return new RecordedCall(number, request, answer);
        }
        catch
        {
            request.Dispose();
            answer?.Dispose();
            throw;
        }
    }
}

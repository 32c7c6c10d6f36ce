using System.Text.Json;
using ModelOps.OpenInference.Wire;

namespace ModelOps.Serving.AspNetCore.Wire;

/// <summary>Reads the body of an inference request, JSON and then the tensors in binary form, straight into the tensors of an exchange.</summary>
/// <remarks>Source: Open Inference Protocol, REST, "Inference Request JSON Object", and its binary tensor data extension.</remarks>
internal ref partial struct InferenceRequestReader
{
    /// <summary>Most inputs, and most requested outputs, of one request.</summary>
    private const int MaxTensors = 4096;

    private readonly InferenceExchange _exchange;
    private readonly TimeProvider _timeProvider;
    private readonly ReadOnlySpan<byte> _json;
    private ReadOnlySpan<byte> _binary;
    private Utf8JsonReader _reader;

    private InferenceRequestReader(InferenceExchange exchange, ReadOnlySpan<byte> json, ReadOnlySpan<byte> binary, TimeProvider timeProvider)
    {
        _exchange = exchange;
        _timeProvider = timeProvider;
        _json = json;
        _binary = binary;
        _reader = WireJson.ReadObject(json);
    }

    /// <summary>Fills the request of <paramref name="exchange"/>.</summary>
    /// <exception cref="InvalidInferenceRequestException">The body cannot be read.</exception>
    public static void Read(InferenceExchange exchange, ReadOnlySpan<byte> body, int jsonLength, TimeProvider timeProvider)
    {
        try
        {
            InferenceRequestReader reader = new(exchange, body[..jsonLength], body[jsonLength..], timeProvider);
            reader.ReadRequest();
        }
        catch (Exception error) when (WireErrors.IsUnreadable(error))
        {
            throw WireErrors.Unreadable(error);
        }
    }

    private void ReadRequest()
    {
        bool inputs = false;
        bool outputs = false;
        bool parameters = false;
        bool id = false;
        while (WireJson.NextMember(ref _reader))
        {
            if (_reader.ValueTextEquals("inputs"u8))
            {
                WireJson.Once(inputs, "inputs");
                inputs = true;
                ReadInputs();
            }
            else if (_reader.ValueTextEquals("outputs"u8))
            {
                WireJson.Once(outputs, "outputs");
                outputs = true;
                ReadOutputs();
            }
            else if (_reader.ValueTextEquals("parameters"u8))
            {
                WireJson.Once(parameters, "parameters");
                parameters = true;
                ReadParameters();
            }
            else if (_reader.ValueTextEquals("id"u8))
            {
                WireJson.Once(id, "id");
                id = true;
                _exchange.Request.Id = WireJson.ReadOptionalText(ref _reader, "id");
            }
            else
            {
                _reader.Skip();
            }
        }

        _reader.Read(); // refuses anything but white space after the object
        if (!inputs) { throw WireErrors.Wrong("inputs", "an array of the input tensors"); }
        if (!_binary.IsEmpty)
        {
            throw new InvalidInferenceRequestException(
                $"{_binary.Length} bytes are left over after the last binary tensor. Make the inputs' binary_data_size add up to what follows the JSON.");
        }
    }

    private void ReadOutputs()
    {
        if (!WireJson.EnterOptionalArray(ref _reader, "outputs")) { return; }
        while (WireJson.NextItem(ref _reader))
        {
            EnsureObject("outputs", _exchange.Request.RequestedOutputs.Count);
            string? name = null;
            bool parameters = false;
            OutputForm form = default;
            while (WireJson.NextMember(ref _reader))
            {
                if (_reader.ValueTextEquals("name"u8))
                {
                    WireJson.Once(name is not null, "name");
                    name = ReadName();
                }
                else if (_reader.ValueTextEquals("parameters"u8))
                {
                    WireJson.Once(parameters, "parameters");
                    parameters = true;
                    form = ReadOutputForm();
                }
                else
                {
                    _reader.Skip();
                }
            }

            _exchange.Request.RequestedOutputs.Add(name ?? throw WireErrors.Wrong("name", "in each of the outputs"));
            _exchange.OutputForms.Add(form);
            _exchange.HasClasses |= form.Classes > 0;
        }
    }

    private string ReadName()
    {
        _reader.Read();
        return _reader.TokenType == JsonTokenType.String && _reader.ValueSpan.Length is > 0 and <= WireJson.MaxTextBytes
            ? (_reader.ValueIsEscaped ? _reader.GetString()! : _exchange.Names.Get(_reader.ValueSpan))
            : throw WireErrors.Wrong("name", $"a string of 1 to {WireJson.MaxTextBytes} bytes");
    }

    private readonly void EnsureObject(string what, int before)
    {
        if (_reader.TokenType != JsonTokenType.StartObject || before == MaxTensors)
        {
            throw WireErrors.Wrong(what, $"an array of at most {MaxTensors} objects");
        }
    }
}

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
    private readonly ReadOnlySpan<byte> _json;
    private ReadOnlySpan<byte> _binary;
    private Utf8JsonReader _reader;

    private InferenceRequestReader(InferenceExchange exchange, ReadOnlySpan<byte> json, ReadOnlySpan<byte> binary)
    {
        _exchange = exchange;
        _json = json;
        _binary = binary;
        _reader = WireJson.ReadObject(json);
    }

    /// <summary>Fills the request of <paramref name="exchange"/>.</summary>
    /// <exception cref="InvalidInferenceRequestException">The body cannot be read.</exception>
    public static void Read(InferenceExchange exchange, ReadOnlySpan<byte> body, int jsonLength)
    {
        try
        {
            InferenceRequestReader reader = new(exchange, body[..jsonLength], body[jsonLength..]);
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
                _exchange.BinaryByDefault = ReadFlag("binary_data_output"u8, "binary_data_output") ?? false;
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

    /// <summary>Reads a <c>parameters</c> object of which one boolean is known.</summary>
    private bool? ReadFlag(ReadOnlySpan<byte> name, string what)
    {
        bool? flag = null;
        if (!WireJson.EnterParameters(ref _reader)) { return null; }
        while (WireJson.NextParameter(ref _reader, name))
        {
            WireJson.Once(flag is not null, what);
            flag = WireJson.ToBool(ref _reader, what);
        }

        return flag;
    }

    private void ReadOutputs()
    {
        if (!WireJson.EnterOptionalArray(ref _reader, "outputs")) { return; }
        while (WireJson.NextItem(ref _reader))
        {
            EnsureObject("outputs", _exchange.Request.RequestedOutputs.Count);
            string? name = null;
            bool parameters = false;
            bool? binary = null;
            while (WireJson.NextMember(ref _reader))
            {
                if (_reader.ValueTextEquals("name"u8))
                {
                    WireJson.Once(name is not null, "name");
                    name = WireJson.ReadText(ref _reader, "name");
                }
                else if (_reader.ValueTextEquals("parameters"u8))
                {
                    WireJson.Once(parameters, "parameters");
                    parameters = true;
                    binary = ReadFlag("binary_data"u8, "binary_data");
                }
                else
                {
                    _reader.Skip();
                }
            }

            _exchange.Request.RequestedOutputs.Add(name ?? throw WireErrors.Wrong("name", "in each of the outputs"));
            _exchange.BinaryOutputs.Add(binary);
        }
    }

    private readonly void EnsureObject(string what, int before)
    {
        if (_reader.TokenType != JsonTokenType.StartObject || before == MaxTensors)
        {
            throw WireErrors.Wrong(what, $"an array of at most {MaxTensors} objects");
        }
    }
}

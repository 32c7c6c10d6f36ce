using System.Text.Json;
using System.Text.Json.Serialization;

namespace ModelOps.Registry.AspNetCore.Events;

/// <summary>Events as JSON: the members of <see cref="RegistryEvent"/> in camelCase, kinds by name, null members left out.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web, UseStringEnumConverter = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(RegistryEvent))]
[JsonSerializable(typeof(RegistryEventPage))]
internal sealed partial class RegistryEventJson : JsonSerializerContext;

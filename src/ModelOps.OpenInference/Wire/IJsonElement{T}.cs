using System.Text.Json;

namespace ModelOps.OpenInference.Wire;

/// <summary>JSON form of the elements of one datatype.</summary>
/// <typeparam name="T">The element in memory.</typeparam>
internal interface IJsonElement<T>
    where T : unmanaged
{
    /// <summary>Reads the element the reader stands on; false when it is of another type, out of range or not exact.</summary>
    static abstract bool TryRead(ref Utf8JsonReader reader, out T value);

    static abstract void Write(Utf8JsonWriter writer, T value);
}

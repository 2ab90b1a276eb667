namespace GraphQLPlugins.Kernel.Outbox;

/// <summary>How subscribers get what is in the outbox anyway: here those of this host are told, and the other hosts tell theirs when they read it.</summary>
/// <param name="Sender">On the own engine this host's topics alone; elsewhere the engine's sender, which crosses hosts by itself.</param>
internal sealed record LocalTopics(ITopicEventSender Sender);

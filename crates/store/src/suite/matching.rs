//! Links and identifiers.

use crosswalk_model::{Entity, Name};

use super::samples::{at, connection_id, put_configuration, roster_id};
use super::suite;
use super::world::World;
use crate::Link;

suite!(a_new_link_ends_the_former, links_lead_both_ways, identifiers_match_folded, identifiers_are_replaced);

fn link(key: &str, number: u128, from: i64) -> Link {
    Link {
        connection: connection_id(),
        entity: Entity::User,
        key: key.into(),
        roster_id: roster_id(number),
        valid_from: at(from),
        valid_to: None,
        redirect: None,
    }
}

async fn put(world: &World, links: &[Link]) {
    let mut work = world.begin().await;
    put_configuration(&mut work).await;
    work.put_links(links).await.unwrap();
    work.commit().await.unwrap();
}

async fn a_new_link_ends_the_former(world: World) {
    put(&world, &[link("ABC", 1, 0), link("ABC", 2, 100), link("XYZ", 3, 0)]).await;
    let current = world.tenant.links(connection_id(), Entity::User, &["ABC".into()]).await.unwrap();
    assert_eq!(current, [link("ABC", 2, 100)]);
    let history = world.tenant.link_history(connection_id(), Entity::User, "ABC").await.unwrap();
    assert_eq!(history, [Link { valid_to: Some(at(100)), ..link("ABC", 1, 0) }, link("ABC", 2, 100)]);
    let mut work = world.begin().await;
    let ended = work.end_links(connection_id(), Entity::User, &["ABC".into(), "none".into()], at(200)).await;
    assert_eq!(ended.unwrap(), 1);
    work.commit().await.unwrap();
    assert!(world.tenant.links(connection_id(), Entity::User, &["ABC".into()]).await.unwrap().is_empty());
}

async fn links_lead_both_ways(world: World) {
    let merged = Link { redirect: Some(roster_id(9)), ..link("XYZ", 1, 0) };
    put(&world, &[link("ABC", 1, 0), merged.clone(), link("DEF", 2, 0)]).await;
    let mut of = world.tenant.links_of(Entity::User, &[roster_id(1)]).await.unwrap();
    of.sort_by(|a, b| a.key.cmp(&b.key));
    assert_eq!(of, [link("ABC", 1, 0), merged]);
    assert!(world.tenant.links_of(Entity::Class, &[roster_id(1)]).await.unwrap().is_empty());
}

fn wanted(values: &[(&'static str, &str)]) -> Vec<(Name, String)> {
    values.iter().map(|(scheme, value)| (Name::from(*scheme), (*value).to_owned())).collect()
}

async fn identify(world: &World, values: &[(&'static str, &str)]) -> Vec<(usize, crosswalk_model::RosterId)> {
    let found = world.tenant.identify(Entity::User, &wanted(values)).await.unwrap();
    found.into_iter().map(|found| (found.index, found.roster_id)).collect()
}

async fn identifiers_match_folded(world: World) {
    let mut work = world.begin().await;
    let own = wanted(&[("name", "Hēmi Rātā"), ("nsn", "0000000011"), ("nsn", "")]);
    work.put_identifiers(Entity::User, roster_id(1), &own).await.unwrap();
    let twin = wanted(&[("name", "HEMI RATA")]);
    work.put_identifiers_of(Entity::User, &[(roster_id(2), twin)]).await.unwrap();
    work.commit().await.unwrap();
    let found =
        identify(&world, &[("nsn", "0000000011"), ("name", "hemi  rata"), ("name", "Hēmi Rātā")]).await;
    let (one, two) = (roster_id(1), roster_id(2));
    assert_eq!(found, [(0, one), (1, one), (1, two), (2, one), (2, two)]);
    assert!(identify(&world, &[("nsn", ""), ("email", "0000000011")]).await.is_empty());
    let classes = world.tenant.identify(Entity::Class, &wanted(&[("nsn", "0000000011")])).await.unwrap();
    assert!(classes.is_empty());
}

async fn identifiers_are_replaced(world: World) {
    for values in [[("nsn", "1"), ("nsn", "2")], [("nsn", "2"), ("nsn", "3")]] {
        let mut work = world.begin().await;
        work.put_identifiers(Entity::User, roster_id(1), &wanted(&values)).await.unwrap();
        work.commit().await.unwrap();
    }
    let found = identify(&world, &[("nsn", "1"), ("nsn", "2"), ("nsn", "3")]).await;
    assert_eq!(found, [(1, roster_id(1)), (2, roster_id(1))]);
}
